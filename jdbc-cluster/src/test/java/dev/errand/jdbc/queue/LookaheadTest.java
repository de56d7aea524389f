package dev.errand.jdbc.queue;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class LookaheadTest {

    private final Lookahead lookahead = new Lookahead();
    private long now = System.nanoTime();

    @Test
    void growsWhileTicketsRunOutBetweenQuickRounds() {
        assertThat(lookahead.factor()).isEqualTo(1);
        assertThat(afterRound(true, 20)).isEqualTo(2);
        assertThat(afterRound(true, 20)).isEqualTo(4);
        assertThat(afterRound(false, 20)).as("there were some left").isEqualTo(4);
        assertThat(afterRound(true, 200)).as("the tasks are not that quick").isEqualTo(4);
        for (int i = 0; i < 10; i++) {
            afterRound(true, 20);
        }
        assertThat(lookahead.factor()).isEqualTo(16);
    }

    @Test
    void isForgottenWhereTasksTakeLonger() {
        afterRound(true, 20);

        assertThat(afterRound(true, 600)).isEqualTo(1);
    }

    @CanIgnoreReturnValue
    private int afterRound(boolean ranOut, int millis) {
        now += Duration.ofMillis(millis).toNanos();
        lookahead.madeSome(ranOut, now);
        return lookahead.factor();
    }
}
