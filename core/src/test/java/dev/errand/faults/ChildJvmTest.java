package dev.errand.faults;

import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What an engine does with little memory, and with many tasks: in processes that have only this to do. */
@Timeout(90)
class ChildJvmTest {

    /** The long form is for the night. */
    private static final boolean LONG = Boolean.getBoolean("errand.faults.long");

    @ParameterizedTest
    @ValueSource(strings = {"virtual", "pool"})
    void outlivesTasksThatExhaustTheHeap(String threads) throws Exception {
        ChildJvm.Report report = ChildJvm.of(HeapExhaustion.class)
                .with("-Xmx64m", "-XX:+UseSerialGC")
                .run(ofSeconds(60), threads);

        assertThat(report.figure("failed")).as(report.output()).isEqualTo(60);
        assertThat(report.figure("together")).isEqualTo(4);
        assertThat(report.figure("late")).isEqualTo(1);
        assertThat(report.figure("byThemselves")).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"plain", "mixed"})
    void doesNotGrowWithAMillionSubmissions(String options) throws Exception {
        String submissions = LONG || options.equals("plain") ? "1000000" : "300000";

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
                .with("-Xmx1g", "-XX:+ExitOnOutOfMemoryError")
                .run(ofSeconds(60));

        assertThat(report.figure("waiting")).as(report.output()).isEqualTo(100_000);
        assertThat(report.figure("succeeded")).isEqualTo(100_000);
        assertThat(report.figure("byThemselves")).isEqualTo(1);
    }
}
