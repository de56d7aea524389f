package dev.errand.faults;

import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What an engine does with little memory, and with many tasks: in processes that have only this to do. */
@Timeout(90)
class ChildJvmTest {

    /** The long form is for the night. */
    private static final boolean LONG = Boolean.getBoolean("errand.long");

    @ParameterizedTest
    @ValueSource(strings = {"virtual", "pool"})
    void outlivesTasksThatExhaustTheHeap(String threads) throws Exception {
        ChildJvm.Report report = ChildJvm.of(HeapExhaustion.class)
                .with("-Xmx64m", "-XX:+UseSerialGC")
                .run(ofSeconds(60), threads);

        assertThat(report.figure("failed")).as(report.output()).isEqualTo(30);
        assertThat(report.figure("together")).isEqualTo(4);
        assertThat(report.figure("late")).isEqualTo(1);
        assertThat(report.figure("byThemselves")).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"plain", "mixed"})
    void doesNotGrowWithAMillionSubmissions(String options) throws Exception {
        String submissions = LONG ? "1000000" : "200000";

        ChildJvm.Report report = ChildJvm.of(MillionTasks.class)
                .with("-Xmx64m", "-XX:+ExitOnOutOfMemoryError")
                .run(ofSeconds(LONG ? 600 : 60), options, submissions);

        assertThat(report.figure("grownKilobytes")).as(report.output()).isLessThan(2_000);
        assertThat(report.figure("known")).isLessThanOrEqualTo(901);
        assertThat(report.figure("stillThere")).isEqualTo(1);
        assertThat(report.figure("ended")).isEqualTo(1);
    }

    @Test
    void letsAHundredThousandTasksWaitAtTheSameTime() throws Exception {
        ChildJvm.Report report = ChildJvm.of(ManyWaiting.class)
                .with("-Xmx1g", "-XX:+UseParallelGC", "-XX:+ExitOnOutOfMemoryError")
                .run(ofSeconds(60));

        assertThat(report.figure("waiting")).as(report.output()).isEqualTo(100_000);
        assertThat(report.figure("succeeded")).isEqualTo(100_000);
        assertThat(report.figure("byThemselves")).isEqualTo(1);
    }

    @Test
    void pinsNoVirtualThread() throws Exception {
        ChildJvm.Report report = ChildJvm.of(MixedLoad.class).run(ofSeconds(60));

        assertThat(report.figure("planted")).as(report.output()).isPositive();
        assertThat(report.figure("pinned")).as(report.output()).isZero();
        assertThat(report.figure("ended")).isEqualTo(3_000);
    }

    static List<Arguments> jumps() {
        return LONG ? List.of(Arguments.of("+1h", 60L), Arguments.of("-1h", -60L)) : List.of();
    }

    /** Needs libfaketime (the Debian package of that name), and says so: it is part of the long form only. */
    @ParameterizedTest(allowZeroInvocations = true)
    @MethodSource("jumps")
    void goesOnWhenTheClockJumps(String jump, long minutes, @TempDir Path directory) throws Exception {
        Path library = Path.of(
                "/usr/lib",
                System.getProperty("os.arch").equals("amd64") ? "x86_64-linux-gnu" : "aarch64-linux-gnu",
                "faketime",
                "libfaketimeMT.so.1");
        assertThat(library).as("libfaketime, which this test needs").exists();
        Path offset = Files.writeString(directory.resolve("offset"), "+0");

        ChildJvm.Report report = ChildJvm.of(JumpingClock.class)
                .environment("LD_PRELOAD", library.toString())
                .environment("FAKETIME_TIMESTAMP_FILE", offset.toString())
                .environment("FAKETIME_NO_CACHE", "1")
                .environment("FAKETIME_DONT_FAKE_MONOTONIC", "1")
                .environment("DONT_FAKE_MONOTONIC", "1")
                .run(ofSeconds(60), offset.toString(), jump);

        assertThat(report.figure("jumpedMinutes")).as(report.output()).isBetween(minutes - 1, minutes + 1);
        assertThat(report.figure("failed")).isEqualTo(1);
        assertThat(report.figure("lateAfterMillis")).isBetween(2_000L, 10_000L);
        assertThat(report.figure("delayedAfterMillis")).isBetween(2_000L, 10_000L);
        assertThat(report.figure("stillThere")).isEqualTo(1);
    }
}
