package dev.errand.mail.mime;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Whatever was written before, a text is encoded as if it were the first. */
class QuotedLinesTest {

    private static final int TEXTS = 2_000;
    private static final List<String> LINES =
            List.of("", "plain", "ž", ".dot", "From me", "blank ", "a=b", "žluťoučký kůň ".repeat(12), "\r", "漢字");
    private static final List<String> ENDS = List.of("\n", "\n", "\r\n", "\r");

    private final QuotedLines lines = new QuotedLines();

    @Test
    void writesEachTextOfManyThatDifferALittle() throws IOException {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        List<String> text = new ArrayList<>();
        for (int i = 0; i < TEXTS; i++) {
            change(text, random);
            assertThat(encoded(String.join("", text)))
                    .as("text %d of seed %d", i, seed)
                    .isEqualTo(encodedAsFirst(String.join("", text)));
        }
    }

    @Test
    void forgetsATextThatIsLargeAndGoesOn() throws IOException {
        String small = "žába\nline\n";
        String large = "žába\n" + "line\n".repeat(20_000);

        for (String text : List.of(small, large, small, large + "end", small)) {
            assertThat(encoded(text)).isEqualTo(encodedAsFirst(text));
        }
    }

    private static void change(List<String> text, Random random) {
        int at = random.nextInt(text.size() + 1);
        String line = LINES.get(random.nextInt(LINES.size())) + ENDS.get(random.nextInt(ENDS.size()));
        switch (random.nextInt(6)) {
            case 0 -> text.clear();
            case 1 -> text.subList(at, text.size()).clear();
            case 2, 3 -> text.add(at, line);
            default -> text.addAll(at, List.of(line, line.repeat(2), line.strip()));
        }
    }

    private String encoded(String text) throws IOException {
        Bytes out = new Bytes();
        out.text("before");
        out.newLine();
        lines.write(text, out);
        return written(out);
    }

    private static String encodedAsFirst(String text) throws IOException {
        Bytes out = new Bytes();
        out.text("before");
        out.newLine();
        QuotedPrintable.write(text, 0, text.length(), out);
        return written(out);
    }

    private static String written(Bytes bytes) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        bytes.writeTo(out, 0, bytes.size());
        return bytes.column() + " " + out.toString(US_ASCII);
    }
}
