package dev.errand.excel.zip;

/** Where a {@link RowBatchDeflater} looks for repeats, besides those of the fixed pieces. */
public enum RepeatSearch {
    /** Nowhere: quickest, and about a tenth larger. */
    NOWHERE,
    /** In texts: nearly as small as it gets where texts repeat. */
    IN_TEXTS,
    /** In all values, also numbers and dates: a tenth smaller, and a fifth slower. */
    EVERYWHERE
}
