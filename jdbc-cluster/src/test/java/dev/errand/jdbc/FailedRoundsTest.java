package dev.errand.jdbc;

import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import dev.errand.jdbc.parts.Logged;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Rounds that fail are no news until they go on failing, and then not more often than somebody reads. */
class FailedRoundsTest {

    private final AtomicLong nanos = new AtomicLong();
    private final FailedRounds rounds = new FailedRounds(nanos::get);
    private final Logged logged = Logged.fromNowOn();

    @AfterEach
    void listensNoLonger() {
        logged.close();
    }

    @Test
    void theThirdFailureInARowIsWarnedOf() {
        failTimes(2);
        assertThat(warnings()).isZero();

        failTimes(1);

        assertThat(warnings()).isOne();
        assertThat(logged.lines().getLast().text()).contains("no rights");
    }

    @Test
    void aRoundThatSucceedsEndsTheRow() {
        failTimes(2);
        rounds.succeeded();

        failTimes(2);

        assertThat(warnings()).isZero();
    }

    @Test
    void aRowIsWarnedOfAgainAfterTenSeconds() {
        failTimes(3);
        nanos.addAndGet(ofSeconds(10).toNanos() - 1);
        failTimes(3);
        assertThat(warnings()).isOne();

        nanos.incrementAndGet();
        failTimes(3);

        assertThat(warnings()).isEqualTo(2);
    }

    @Test
    void anotherRowSoonAfterwardsIsNoNews() {
        failTimes(3);
        rounds.succeeded();

        failTimes(3);

        assertThat(warnings()).isOne();
    }

    private void failTimes(int times) {
        for (int i = 0; i < times; i++) {
            rounds.failed(new IllegalStateException("no rights"));
        }
    }

    private long warnings() {
        return logged.lines().stream()
                .filter(line -> line.cause().startsWith(FailedRounds.class.getName()))
                .count();
    }
}
