package dev.errand.samples.firststeps;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/** Prints workbooks as LibreOffice shows them, which shares no line with us, and looks at the paper. */
final class LibreOffice {

    /** Packages and the programs that we need of them. */
    private enum Part {
        CALC("libreoffice-calc", "soffice"),
        POPPLER("poppler-utils", "pdftoppm");

        private final String packaged;
        private final String program;

        Part(String packaged, String program) {
            this.packaged = packaged;
            this.program = program;
        }

        boolean isInstalled() {
            return Arrays.stream(System.getenv().getOrDefault("PATH", "").split(":"))
                    .anyMatch(directory -> Files.isExecutable(Path.of(directory, program)));
        }
    }

    /** Names of packages, separated by blanks, that {@code ./verify} could not install. */
    private static final String NOT_INSTALLED = "ERRAND_NOT_INSTALLED";

    /** One page, as large as the sheet. */
    private static final String AS_ONE_PAGE =
            "pdf:calc_pdf_Export:{\"SinglePageSheets\":{\"type\":\"boolean\",\"value\":\"true\"}}";

    private static final String DOTS_PER_INCH = "110";
    private static final int MOST_SECONDS = 150;

    private final Path directory;

    private LibreOffice(Path directory) {
        this.directory = directory;
    }

    /**
     * Finds it.
     *
     * @param directory for the paper, and for settings
     * @throws org.opentest4j.TestAbortedException if it is known that it could not be installed
     * @throws AssertionError saying how to install it, otherwise
     */
    static LibreOffice require(Path directory) {
        List<String> excused =
                List.of(System.getenv().getOrDefault(NOT_INSTALLED, "").split(" "));
        for (Part part : Part.values()) {
            if (part.isInstalled()) {
                continue;
            }
            if (excused.contains(part.packaged)) {
                String reason = part.packaged + " is missing, and ./verify could not install it: this was not tested";
                System.err.println("[WARNING] " + reason);
                Assumptions.abort(reason);
            }
            throw new AssertionError(part.packaged
                    + " is missing, which this test needs: run ./verify as root, or apt-get install " + part.packaged);
        }
        return new LibreOffice(directory);
    }

    /** The first sheet as a PDF of one page. Settings of our own, so that we are not in the way of one that is open. */
    Path print(Path workbook) throws IOException, InterruptedException {
        String settings =
                "-env:UserInstallation=" + directory.resolve("settings").toUri();
        run(
                "soffice",
                settings,
                "--headless",
                "--convert-to",
                AS_ONE_PAGE,
                "--outdir",
                directory.toString(),
                workbook.toString());
        return directory.resolve(workbook.getFileName().toString().replace(".xlsx", ".pdf"));
    }

    /** What stands on the paper. */
    String text(Path pdf) throws IOException, InterruptedException {
        Path text = directory.resolve("text.txt");
        run("pdftotext", "-layout", pdf.toString(), text.toString());
        return Files.readString(text, UTF_8);
    }

    /** Keeps a picture of the paper. */
    void keep(Path pdf, Path picture) throws IOException, InterruptedException {
        String name = picture.toString().replace(".png", "");
        run("pdftoppm", "-r", DOTS_PER_INCH, "-png", "-singlefile", pdf.toString(), name);
    }

    /** How many dots of a colour are on the paper. */
    long dots(Path pdf, int rgb) throws IOException, InterruptedException {
        Path picture = directory.resolve("dots");
        run("pdftoppm", "-r", DOTS_PER_INCH, "-singlefile", pdf.toString(), picture.toString());
        byte[] dots = Files.readAllBytes(directory.resolve("dots.ppm")); // a header, then three bytes for each dot
        long found = 0;
        for (int i = dots.length % 3; i < dots.length; i += 3) {
            int dot = (dots[i] & 0xff) << 16 | (dots[i + 1] & 0xff) << 8 | (dots[i + 2] & 0xff);
            found += dot == rgb ? 1 : 0;
        }
        return found;
    }

    private static void run(String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        try {
            assertThat(process.waitFor(MOST_SECONDS, TimeUnit.SECONDS))
                    .as("%s ended in time", command[0])
                    .isTrue();
            assertThat(process.exitValue())
                    .as(() -> String.join(" ", Stream.of(command).toList()))
                    .isZero();
        } finally {
            process.destroyForcibly();
        }
    }
}
