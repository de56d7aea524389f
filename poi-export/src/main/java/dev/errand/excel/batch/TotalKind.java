package dev.errand.excel.batch;

/** What is computed of a column, by the numbers of {@code SUBTOTAL} that leave out hidden rows (ECMA-376 part 1, 18.17.7.313). */
public enum TotalKind {
    /** All together. */
    SUM(109),
    /** The mean. */
    AVERAGE(101),
    /** How many cells are not empty. */
    COUNT(103),
    /** The lowest. */
    LOWEST(105),
    /** The highest. */
    HIGHEST(104);

    private final int function;

    TotalKind(int function) {
        this.function = function;
    }

    int function() {
        return function;
    }
}
