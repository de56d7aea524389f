package dev.errand.excel.file;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.nio.file.StandardOpenOption.WRITE;
import static java.util.Objects.requireNonNull;

import java.net.URI;
import java.nio.channels.FileChannel;
import java.nio.file.Path;

/** Another process that would like to have a file: it says whether it could. */
final class LockProbe {

    private LockProbe() {}

    public static void main(String[] arguments) throws Exception {
        try (FileChannel channel = FileChannel.open(Path.of(arguments[0]), WRITE)) {
            System.out.print(channel.tryLock() == null ? "locked" : "free");
        }
    }

    /** Starts it, and tells what it says. */
    static String ask(Path file) throws Exception {
        URI own = requireNonNull(LockProbe.class.getResource("LockProbe.class")).toURI();
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:-UsePerfData",
                        "-cp",
                        Path.of(own).resolve("../../../../..").normalize().toString(),
                        LockProbe.class.getName(),
                        file.toString())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        try {
            return new String(process.getInputStream().readAllBytes(), UTF_8);
        } finally {
            process.destroyForcibly().waitFor();
        }
    }
}
