package dev.errand.testkit;

import static dev.errand.testkit.TaskAssertions.assertThat;
import static java.time.Duration.ZERO;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.errand.TaskHandle;
import dev.errand.engine.TaskEngine;
import dev.errand.executor.TaskExecutor;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(10)
class SteppingExecutorTest {

    private final SteppingExecutor steps = new SteppingExecutor(2);
    private final List<String> ran = new ArrayList<>();

    /** It keeps to the contract as soon as other threads take the steps. */
    @Nested
    class OnOtherThreadsTest extends TaskExecutorContract {

        @Override
        protected TaskExecutor executor(int maxRunning) {
            SteppingExecutor stepping = new SteppingExecutor(maxRunning);
            return new TaskExecutor() {

                @Override
                public boolean tryStart(Runnable work) {
                    boolean taken = stepping.tryStart(work);
                    if (taken) {
                        Thread.ofVirtual()
                                .uncaughtExceptionHandler((thread, thrown) -> {}) // the contract's broken work
                                .start(stepping::runNext);
                    }
                    return taken;
                }

                @Override
                public void onRoom(Runnable callback) {
                    stepping.onRoom(callback);
                }

                @Override
                public boolean shutdown(Duration limit) throws InterruptedException {
                    return stepping.shutdown(limit);
                }
            };
        }
    }

    @Test
    void runsOneTaskOfAnEngineAfterTheOther() {
        try (TaskEngine tasks = TaskEngine.builder().executor(steps).build()) {
            TaskHandle<String> first = tasks.submit("first", context -> "one");
            TaskHandle<String> second = tasks.submit("second", context -> "two");

            assertThat(steps.runNext()).isTrue();

            assertThat(first).endsWithin(ZERO).succeededWith("one");
            assertThat(second.snapshot()).isQueued();
        }
    }

    @Test
    void runsTheTasksThatHadNoRoomAtFirst() {
        try (TaskEngine tasks = TaskEngine.builder().executor(steps).build()) {
            for (int number = 1; number <= 5; number++) {
                String name = "task " + number;
                tasks.submit(name, context -> ran.add(name));
            }
            assertThat(steps.waiting()).isEqualTo(2);

            assertThat(steps.runUntilIdle()).isEqualTo(5);

            assertThat(ran).containsExactly("task 1", "task 2", "task 3", "task 4", "task 5");
            assertThat(steps.waiting()).isZero();
        }
    }

    @Test
    void runsNothingOfATaskThatWasCancelledMeanwhile() {
        try (TaskEngine tasks = TaskEngine.builder().executor(steps).build()) {
            TaskHandle<Boolean> handle = tasks.submit("task", context -> ran.add("task"));
            handle.cancel();

            assertThat(steps.runNext()).isTrue();

            assertThat(handle).endsWithin(ZERO).wasCancelled().hasAttempts(0);
            assertThat(ran).isEmpty();
        }
    }

    @Test
    void runsOnTheThreadThatSaysSo() {
        List<Thread> threads = new ArrayList<>();
        assertThat(steps.tryStart(() -> threads.add(Thread.currentThread()))).isTrue();
        assertThat(threads).isEmpty();

        assertThat(steps.runNext()).isTrue();

        assertThat(threads).containsExactly(Thread.currentThread());
        assertThat(steps.runNext()).as("nothing waits").isFalse();
    }

    @Test
    void tellsOfRoomOnlyWhenItIsThere() {
        steps.onRoom(() -> ran.add("room: " + steps.tryStart(() -> {})));
        assertThat(steps.tryStart(() -> {})).isTrue();
        assertThat(steps.tryStart(() -> {})).isTrue();
        assertThat(steps.tryStart(() -> {})).isFalse();

        steps.runNext();

        assertThat(ran).containsExactly("room: true");
        assertThat(steps.waiting()).isEqualTo(2);
    }

    @Test
    void handsOnWhatWorkThrowsAndFreesItsPlace() {
        IllegalStateException broken = new IllegalStateException("broken work");
        steps.onRoom(() -> ran.add("room"));
        assertThat(steps.tryStart(() -> {
                    throw broken;
                }))
                .isTrue();

        assertThatThrownBy(steps::runNext).isSameAs(broken);

        assertThat(ran).containsExactly("room");
        assertThat(steps.tryStart(() -> {})).isTrue();
        assertThat(steps.tryStart(() -> {})).isTrue();
    }

    @Test
    void givesUpOnWorkThatComesBackForEver() {
        steps.onRoom(() -> steps.tryStart(() -> {}));
        assertThat(steps.tryStart(() -> {})).isTrue();

        assertThatThrownBy(steps::runUntilIdle)
                .isInstanceOf(AssertionError.class)
                .hasMessage("not idle after 10000 steps, and 1 more wait: does a task submit itself again?"
                        + " Use runNext() to look at it step by step.");
    }

    @Test
    void takesNothingAfterShutdownButRunsWhatItHas() throws InterruptedException {
        assertThat(steps.tryStart(() -> ran.add("before"))).isTrue();

        assertThat(steps.shutdown(ZERO)).as("a step waits").isFalse();
        assertThat(steps.tryStart(() -> ran.add("after"))).isFalse();
        assertThat(steps.runUntilIdle()).isEqualTo(1);

        assertThat(steps.shutdown(ZERO)).isTrue();
        assertThat(ran).containsExactly("before");
    }
}
