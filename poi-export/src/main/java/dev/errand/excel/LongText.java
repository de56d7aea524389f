package dev.errand.excel;

/** What happens to a text that is longer than the 32,767 characters that a cell can hold. */
public enum LongText {
    /** The export fails, and names the row, the column and the length. */
    FAIL,
    /** The text is cut, and ends in an ellipsis. */
    CUT
}
