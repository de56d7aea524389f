package dev.errand.progress;

import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Whether an attempt takes longer than its kind ever did. */
class OverdueTest {

    private static final Duration NEVER_STALLED = Duration.ofDays(1);

    private final RunHistory history = new RunHistory();

    private ProgressTracker tracker() {
        return new ProgressTracker(ProgressTracker.Start.at(0), Progress.NOT_STARTED, history, NEVER_STALLED);
    }

    private static boolean isOverdue(ProgressTracker tracker, Duration after) {
        return tracker.at(after.toNanos()).isOverdue();
    }

    private void ran(Duration took, long units) {
        history.record(took, units);
    }

    @Test
    void nothingIsSaidAfterTooFewRuns() {
        ran(ofSeconds(20), 100);
        ran(ofSeconds(20), 100);

        assertThat(isOverdue(tracker(), ofMinutes(60))).isFalse();
    }

    @Test
    void withoutATotalWholeRunsAreCompared() {
        ran(ofSeconds(20), 100);
        ran(ofSeconds(30), 100);
        ran(ofSeconds(100), 100);

        assertThat(isOverdue(tracker(), ofSeconds(119))).isFalse();
        assertThat(isOverdue(tracker(), ofSeconds(121))).isTrue();
    }

    @Test
    void withATotalMoreWorkMayTakeLonger() {
        ran(ofSeconds(20), 100);
        ran(ofSeconds(30), 100);
        ran(ofSeconds(100), 100);
        ProgressTracker tenTimes = tracker();
        tenTimes.total(1_000);
        tenTimes.advance(10);

        assertThat(isOverdue(tenTimes, ofSeconds(1_190))).isFalse();
        assertThat(isOverdue(tenTimes, ofSeconds(1_210))).isTrue();
    }

    @Test
    void aTaskThatStandsStillIsOverdueAllTheSame() {
        ran(ofSeconds(20), 100);
        ran(ofSeconds(20), 100);
        ran(ofSeconds(20), 100);
        ProgressTracker stalled =
                new ProgressTracker(ProgressTracker.Start.at(0), Progress.NOT_STARTED, history, ofSeconds(1));

        assertThat(isOverdue(stalled, ofSeconds(30))).isTrue();
        assertThat(stalled.at(ofSeconds(30).toNanos()).stalledFor()).isPresent();
    }

    @Test
    void nobodyWaitsAnxiouslyForSeconds() {
        ran(Duration.ofMillis(10), 100);
        ran(Duration.ofMillis(10), 100);
        ran(Duration.ofMillis(10), 100);

        assertThat(isOverdue(tracker(), ofSeconds(9))).isFalse();
        assertThat(isOverdue(tracker(), ofSeconds(11))).isTrue();
    }

    @Test
    void theRestOfARunThatWasBegunElsewhereIsNotComparedWithWholeRuns() {
        ran(ofSeconds(20), 100);
        ran(ofSeconds(20), 100);
        ran(ofSeconds(20), 100);
        ProgressTracker first = tracker();
        first.advance(50);
        ProgressTracker second =
                new ProgressTracker(ProgressTracker.Start.at(0), first.counts(), history, NEVER_STALLED);

        assertThat(isOverdue(second, ofMinutes(60))).isFalse();
    }
}
