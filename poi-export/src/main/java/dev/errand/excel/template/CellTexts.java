package dev.errand.excel.template;

/** The text of a rich text: all of its runs, without what tells how to pronounce it. */
final class CellTexts {

    private CellTexts() {}

    static String of(String xml) {
        StringBuilder text = new StringBuilder();
        boolean phonetic = false;
        int from = -1;
        for (Tag tag : Tags.of(xml)) {
            if (tag.name().equals("rPh")) {
                phonetic = !tag.isClosing();
            } else if (tag.opens("t") && !tag.isWhole() && !phonetic) {
                from = tag.end();
            } else if (tag.closes("t") && from >= 0) {
                text.append(Tag.decoded(xml.substring(from, tag.start())));
                from = -1;
            }
        }
        return text.toString();
    }
}
