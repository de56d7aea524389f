package dev.errand;

/** What names, titles and keys have in common: one short line, so that no log or page can be forged with them. */
final class Texts {

    static final int LONGEST = 200;

    private Texts() {}

    static void requireLine(String field, String text) {
        if (text.length() > LONGEST) {
            throw new InvalidInputException(field, text, "have at most " + LONGEST + " characters");
        }
        if (text.codePoints().anyMatch(Texts::breaksLine)) {
            throw new InvalidInputException(field, text, "be one line without control characters");
        }
    }

    private static boolean breaksLine(int codePoint) {
        return switch (Character.getType(codePoint)) {
            case Character.CONTROL, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR, Character.SURROGATE ->
                true;
            default -> false;
        };
    }
}
