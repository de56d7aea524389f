package dev.errand.excel.sheet;

/** The fixed pieces between the reference of a cell and its value, for one style. */
record StyledPieces(Piece number, Piece text, Piece textWithBlankEnds, Piece bool, Piece blank, Piece formula) {

    static final int LONGEST = "\" s=\"64000\" t=\"inlineStr\"><is><t xml:space=\"preserve\">".length();

    /** Behind a reference, which they close, or without one. */
    static StyledPieces of(int style, boolean behindReference) {
        String start = (behindReference ? "\"" : "") + " s=\"" + style + "\"";
        String text = start + " t=\"inlineStr\"><is><t";
        return new StyledPieces(
                new Piece(start + "><v>"),
                new Piece(text + ">"),
                new Piece(text + " xml:space=\"preserve\">"),
                new Piece(start + " t=\"b\"><v>"),
                new Piece(start + "/>"),
                new Piece(start + "><f>"));
    }
}
