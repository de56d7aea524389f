package dev.errand;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.openjdk.jcstress.Main;

/**
 * Runs all tests of jcstress in a process of its own: shortly, or thoroughly with {@code -Derrand.long=true}. It passes
 * over in silence what it cannot run, so they are counted.
 */
class AllRacesTest {

    private static final Path FOLDER = Path.of("target", "races");
    private static final Path TESTS = Path.of("target", "test-classes", "META-INF", "TestList");
    private static final Pattern PASSED = Pattern.compile("\\[OK] (dev\\.errand\\.\\S+)");
    private static final List<String> SHORT =
            List.of("-m", "quick", "-f", "1", "-fsm", "1", "-iters", "1", "-time", "100", "-sc", "false", "-hs", "256");
    private static final List<String> SHORT_STRIDES =
            List.of("-strideSize", "50", "-strideCount", "20", "-jvmArgs", "-XX:+UseSerialGC -XX:TieredStopAtLevel=1");
    private static final List<String> LONG =
            List.of("-m", "quick", "-f", "1", "-fsm", "1", "-iters", "2", "-time", "500", "-hs", "512");

    @Test
    void everyRaceHasAnEndThatIsAllowed() throws IOException, InterruptedException {
        Files.createDirectories(FOLDER);
        Path log = FOLDER.resolve("log.txt");
        Process jcstress = new ProcessBuilder(command())
                .directory(FOLDER.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        try {
            boolean ended = jcstress.waitFor(Boolean.getBoolean("errand.long") ? 240 : 15, TimeUnit.MINUTES);
            assertTrue(ended, () -> "jcstress does not come to an end: " + textOf(log));
            assertEquals(0, jcstress.exitValue(), () -> textOf(log));
        } finally {
            jcstress.destroyForcibly();
        }

        List<String> tests = testsIn(Files.readString(TESTS));
        List<String> passed = PASSED.matcher(Files.readString(log))
                .results()
                .map(match -> match.group(1))
                .distinct()
                .sorted()
                .toList();
        assertTrue(tests.size() >= 60, () -> "there are more than " + tests.size() + " tests");
        assertEquals(tests, passed);
    }

    private static List<String> command() {
        List<String> command = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-cp", classPath()));
        command.add(Main.class.getName());
        command.addAll(List.of("-v", "-r", "results"));
        if (Boolean.getBoolean("errand.long")) {
            command.addAll(LONG);
        } else {
            command.addAll(SHORT);
            command.addAll(SHORT_STRIDES);
        }
        return command;
    }

    /** Absolute, since jcstress works in a folder of its own. */
    private static String classPath() {
        return Pattern.compile(File.pathSeparator)
                .splitAsStream(System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")))
                .map(entry -> Path.of(entry).toAbsolutePath().toString())
                .reduce((one, other) -> one + File.pathSeparator + other)
                .orElseThrow();
    }

    private static List<String> testsIn(String list) {
        return Pattern.compile("(?m)^JCTEST\\d+S([\\w.]+?)\\d+Sdev\\.")
                .matcher(list)
                .results()
                .map(match -> match.group(1))
                .distinct()
                .sorted()
                .toList();
    }

    private static String textOf(Path log) {
        try {
            return Files.readString(log);
        } catch (IOException e) {
            return e.toString();
        }
    }
}
