package dev.errand;

/** What names, titles and keys have in common: one short line, so that no log or page can be forged with them. */
final class Texts {

    static final int LONGEST = 200;

    /** The embeddings, overrides and isolates of Unicode Standard Annex 9, section 2. */
    private static final String TURNS = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069";

    private Texts() {}

    static void requireLine(String field, String text) {
        if (text.length() > LONGEST) {
            throw new InvalidInputException(field, text, "have at most " + LONGEST + " characters");
        }
        if (text.codePoints().anyMatch(Texts::forges)) {
            throw new InvalidInputException(field, text, "be one line without control characters");
        }
    }

    /** Also what turns the direction of writing around, so that a page shows another text than stands there. */
    private static boolean forges(int codePoint) {
        return switch (Character.getType(codePoint)) {
            case Character.CONTROL, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR, Character.SURROGATE ->
                true;
            default -> TURNS.indexOf(codePoint) >= 0;
        };
    }
}
