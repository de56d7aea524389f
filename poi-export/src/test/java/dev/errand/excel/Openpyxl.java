package dev.errand.excel;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_16BE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/** What openpyxl, which shares no line with POI, sees in workbooks. */
final class Openpyxl {

    private static final String PACKAGE = "python3-openpyxl";

    /** Names of packages, separated by blanks, that {@code ./verify} could not install. */
    private static final String NOT_INSTALLED = "ERRAND_NOT_INSTALLED";

    /** That of the system first, since Debian's packages are for it. */
    private static final List<String> INTERPRETERS = List.of("/usr/bin/python3", "python3");

    private static final int MOST_SECONDS = 60;

    private final String python;
    private final Path directory;
    private final Path script;

    private Openpyxl(String python, Path directory, Path script) {
        this.python = python;
        this.directory = directory;
        this.script = script;
    }

    /**
     * Finds it.
     *
     * @throws org.opentest4j.TestAbortedException if it is known that it could not be installed
     * @throws AssertionError saying how to install it, otherwise
     */
    static Openpyxl require(Path directory) throws Exception {
        for (String python : INTERPRETERS) {
            if (runs(python)) {
                Path script = directory.resolve("openpyxl-reader.py");
                try (InputStream source = Openpyxl.class.getResourceAsStream("openpyxl.py")) {
                    Files.write(script, Objects.requireNonNull(source).readAllBytes());
                }
                return new Openpyxl(python, directory, script);
            }
        }
        if (List.of(System.getenv().getOrDefault(NOT_INSTALLED, "").split(" ")).contains(PACKAGE)) {
            String reason = PACKAGE + " is missing, and ./verify could not install it: this was not tested";
            System.err.println("[WARNING] " + reason);
            Assumptions.abort(reason);
        }
        throw new AssertionError(
                PACKAGE + " is missing, which this test needs: run ./verify as root, or apt-get install " + PACKAGE
                        + ", or pip install openpyxl");
    }

    private static boolean runs(String python) throws InterruptedException {
        try {
            Process process = new ProcessBuilder(python, "-c", "import openpyxl")
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            return process.waitFor(MOST_SECONDS, TimeUnit.SECONDS) && process.exitValue() == 0;
        } catch (IOException thereIsNone) {
            return false;
        }
    }

    /** A cell as openpyxl sees it; colours are ARGB. */
    record Cell(String kind, String text, String format, String border, String fill, String color, String bold) {}

    /** A workbook as openpyxl sees it: its cells by their places, as {@code Claims!A1}, and all else in lines. */
    record Book(Map<String, Cell> cells, List<List<String>> others) {

        Cell cell(String place) {
            return Objects.requireNonNull(cells.get(place), () -> "no cell " + place);
        }

        /** All lines about something, without the word for it. */
        List<List<String>> all(String what) {
            return others.stream()
                    .filter(line -> line.getFirst().equals(what))
                    .map(line -> line.subList(1, line.size()))
                    .toList();
        }
    }

    Book read(byte[] workbook) throws Exception {
        Path file = Files.write(Files.createTempFile(directory, "book", ".xlsx"), workbook);
        Path said = Files.createTempFile(directory, "said", ".txt");
        Path errors = Files.createTempFile(directory, "errors", ".txt");
        Process process = new ProcessBuilder(python, script.toString(), file.toString())
                .redirectOutput(said.toFile())
                .redirectError(errors.toFile())
                .start();
        try {
            assertThat(process.waitFor(MOST_SECONDS, TimeUnit.SECONDS))
                    .as("read in time")
                    .isTrue();
        } finally {
            process.destroyForcibly();
        }
        assertThat(Files.readString(errors, UTF_8)).isEmpty();
        assertThat(process.exitValue()).isZero();
        return book(
                Files.readAllLines(said, US_ASCII).stream().map(Openpyxl::words).toList());
    }

    private static Book book(List<List<String>> lines) {
        Map<String, Cell> cells = new LinkedHashMap<>();
        for (List<String> line : lines) {
            if (line.getFirst().equals("cell")) {
                cells.put(
                        line.get(1),
                        new Cell(
                                line.get(2),
                                line.get(3),
                                line.get(4),
                                line.get(5),
                                line.get(6),
                                line.get(7),
                                line.get(8)));
            }
        }
        Stream<List<String>> others =
                lines.stream().filter(line -> !line.getFirst().equals("cell"));
        return new Book(cells, others.toList());
    }

    private static List<String> words(String line) {
        return Arrays.stream(line.split(" "))
                .map(word -> new String(HexFormat.of().parseHex(word.substring(1)), UTF_16BE))
                .toList();
    }
}
