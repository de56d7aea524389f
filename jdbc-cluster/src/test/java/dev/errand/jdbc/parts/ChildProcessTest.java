package dev.errand.jdbc.parts;

import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class ChildProcessTest {

    private static final Duration LIMIT = ofSeconds(20);
    private static final int KILLED = 128 + 9;

    @TempDir
    Path directory;

    private Path counter;

    @BeforeEach
    void countsFromZero() throws IOException {
        counter = Files.write(directory.resolve("counter"), new byte[Long.BYTES]);
    }

    @Test
    void saysWhatItDoesAndHowItEnded() throws Exception {
        try (ChildProcess child = ChildProcess.of(Talking.class)
                .with("-Dword=property")
                .environment("ERRAND_WORD", "variable")
                .start("argument")) {
            assertThat(child.awaitLine(line -> line.startsWith("said "), LIMIT)).isEqualTo("said argument");
            assertThat(child.awaitLine(line -> line.startsWith("said "), LIMIT)).isEqualTo("said property");
            child.awaitLine("said variable", LIMIT);

            assertThat(child.awaitEnd(LIMIT)).isEqualTo(3);
            assertThat(child.lines()).contains("said argument", "said property", "said variable");
        }
    }

    @Test
    void showsWhatWasPrintedIfTheLineDoesNotCome() throws Exception {
        try (ChildProcess child = ChildProcess.of(Talking.class).start("something else")) {
            assertThatThrownBy(() -> child.awaitLine("said it", LIMIT))
                    .isInstanceOf(AssertionError.class)
                    .hasMessageContaining("before the output ended")
                    .hasMessageContaining("said something else");
        }
    }

    @Test
    void diesWhenItIsKilled() throws Exception {
        try (ChildProcess child = counting()) {
            child.kill();

            assertThat(child.isAlive()).isFalse();
            assertThat(child.awaitEnd(LIMIT)).isEqualTo(KILLED);
            assertThat(child.lines()).doesNotContain("ending");
        }
    }

    @Test
    void endsInGoodOrderWhenItIsAskedTo() throws Exception {
        try (ChildProcess child = counting()) {
            child.terminate();

            child.awaitLine("ending", LIMIT);
            assertThat(child.awaitEnd(LIMIT)).isEqualTo(128 + 15);
        }
    }

    /** The time that passes in between is that of another process, from its start to its first sign of life. */
    @Test
    void standsStillWhileItIsFrozen() throws Exception {
        try (ChildProcess child = counting()) {
            child.freeze();
            long frozen = count();
            try (ChildProcess other = ChildProcess.of(Talking.class).start("time passes")) {
                other.awaitLine("said time passes", LIMIT);
            }

            assertThat(count()).isEqualTo(frozen);
            assertThat(child.isAlive()).isTrue();

            child.thaw();
            Await.until("it counts on", LIMIT, () -> count() > frozen);
        }
    }

    @Test
    void canBeKilledWhileItIsFrozen() throws Exception {
        try (ChildProcess child = counting()) {
            child.freeze();
        }
    }

    @Test
    void diesWithTheOneThatStartedItEvenIfItIsFrozen() throws Exception {
        try (ChildProcess parent = ChildProcess.of(Parent.class).start(counter.toString())) {
            String line = parent.awaitLine(text -> text.startsWith("pid "), LIMIT);
            ProcessHandle grandchild =
                    ProcessHandle.of(Long.parseLong(line.substring(4))).orElseThrow();
            assertThat(grandchild.isAlive()).isTrue();

            ProcessHandle.of(parent.pid()).orElseThrow().destroyForcibly();

            Await.until("the grandchild is gone", LIMIT, () -> !GuardedProcess.lives(grandchild));
        }
    }

    private ChildProcess counting() throws IOException, InterruptedException {
        ChildProcess child = ChildProcess.of(Counting.class).start(counter.toString());
        child.awaitLine("counting", LIMIT);
        return child;
    }

    private long count() throws IOException {
        try (RandomAccessFile file = new RandomAccessFile(counter.toFile(), "r")) {
            return file.readLong();
        }
    }

    /** Says its argument, a property and a variable, and ends. */
    static final class Talking {

        private Talking() {}

        public static void main(String[] arguments) {
            System.out.println("said " + arguments[0]);
            System.out.println("said " + System.getProperty("word"));
            System.out.println("said " + System.getenv("ERRAND_WORD"));
            System.exit(3);
        }
    }

    /** Counts in a file, as long as it is let. */
    static final class Counting {

        private Counting() {}

        public static void main(String[] arguments) throws IOException {
            Runtime.getRuntime().addShutdownHook(new Thread(() -> System.out.println("ending")));
            try (RandomAccessFile file = new RandomAccessFile(arguments[0], "rw")) {
                System.out.println("counting");
                for (long count = 1; true; count++) {
                    file.seek(0);
                    file.writeLong(count);
                }
            }
        }
    }

    /** Has a child of its own, which it freezes. */
    static final class Parent {

        private Parent() {}

        public static void main(String[] arguments) throws Exception {
            try (ChildProcess child = ChildProcess.of(Counting.class).start(arguments[0])) {
                child.awaitLine("counting", LIMIT);
                child.freeze();
                System.out.println("pid " + child.pid());
                child.awaitEnd(ofMinutes(10));
            }
        }
    }
}
