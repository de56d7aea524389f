package dev.errand.engine;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class StopSignalTest {

    private final StopSignal stop = new StopSignal();

    @AfterEach
    void leavesTheThreadAsItWas() {
        Thread.interrupted();
    }

    @Test
    void keepsAnInterruptForTheThreadThatHasNotEntered() {
        stop.interrupt();
        assertThat(Thread.currentThread().isInterrupted()).isFalse();

        stop.enter();

        assertThat(Thread.currentThread().isInterrupted()).isTrue();
        assertThat(stop.wasInterrupted()).isTrue();
    }

    @Test
    void takesItsInterruptBackWhenTheThreadLeaves() {
        stop.enter();
        stop.interrupt();

        stop.leave();

        assertThat(Thread.currentThread().isInterrupted()).isFalse();
    }

    @Test
    void doesNotFollowTheThreadOut() {
        stop.enter();
        stop.leave();

        stop.interrupt();

        assertThat(Thread.currentThread().isInterrupted()).isFalse();
        assertThat(stop.wasInterrupted()).isFalse();
    }

    @Test
    void givesBackAnInterruptThatWasMeantForSomebodyElse() {
        Thread.currentThread().interrupt();

        stop.enter();
        assertThat(Thread.currentThread().isInterrupted()).isFalse();
        stop.leave();

        assertThat(Thread.currentThread().isInterrupted()).isTrue();
    }
}
