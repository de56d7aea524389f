package dev.errand.web;

/** Makes what a caller sent fit for one line of a log. */
final class Lines {

    private static final int LONGEST = 200;

    private Lines() {}

    static String one(String text) {
        StringBuilder line = new StringBuilder();
        int end = Math.min(text.length(), LONGEST);
        for (int i = 0; i < end; i++) {
            char c = text.charAt(i);
            line.append(forges(c) ? '?' : c);
        }
        return text.length() > end ? line.append('…').toString() : line.toString();
    }

    private static boolean forges(char c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> true;
            default -> false;
        };
    }
}
