package dev.errand.excel.zip;

import java.nio.charset.StandardCharsets;
import java.util.Random;

/** Rows of a sheet, as an encoder would make them: out of a seed, with their marks. */
final class SampleRows {

    private static final String[] WORDS = {"order", "invoice", "漢字", "Zürich", "a&amp;b", "", "premium wholesale", "x"};

    private static final RowLayout LAYOUT =
            RowLayout.ofMarks(5).withTextAfter(2).withTextAfter(4);

    private SampleRows() {}

    /** As many rows, each of a row number, a text, and a second text that is often absent. */
    static PieceBuffer of(Random random, int rows) {
        PieceBuffer buffer = new PieceBuffer(LAYOUT, random.nextInt(1000));
        for (int row = 1; row <= rows; row++) {
            int[] marks = buffer.marks();
            int mark = buffer.markCount();
            int at = buffer.length();
            marks[mark] = at;
            at = put(buffer, at, "<row r=\"" + row);
            marks[mark + 1] = at;
            at = put(buffer, at, "\"><c r=\"A" + row);
            marks[mark + 2] = at;
            at = put(buffer, at, "\" s=\"1\" t=\"inlineStr\"><is><t>" + text(random) + "</t></is></c>");
            marks[mark + 3] = at;
            boolean present = random.nextInt(3) > 0;
            at = put(buffer, at, present ? "<c r=\"B" + row : "");
            marks[mark + 4] = at;
            at = put(buffer, at, present ? "\" s=\"2\"><v>" + random.nextInt(100_000) + "</v></c></row>" : "</row>");
            buffer.endRow(at);
        }
        return buffer;
    }

    private static String text(Random random) {
        StringBuilder text = new StringBuilder();
        for (int words = random.nextInt(5); words > 0; words--) {
            text.append(WORDS[random.nextInt(WORDS.length)]).append(' ');
        }
        return text.toString();
    }

    private static int put(PieceBuffer buffer, int at, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        System.arraycopy(bytes, 0, buffer.room(at, bytes.length), at, bytes.length);
        return at + bytes.length;
    }
}
