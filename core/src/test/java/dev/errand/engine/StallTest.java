package dev.errand.engine;

import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import dev.errand.TaskHandle;
import dev.errand.TaskType;
import dev.errand.event.TaskEvent;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class StallTest extends ItemFixture {

    private static final TaskType<String, String> WATCHED = ECHO.stallAfter(ofSeconds(30));

    @Test
    void isToldOnceEachTime() throws InterruptedException {
        TaskEngine tasks = use(builder().register(WATCHED, this::stepThrough).listener(events::add));
        TaskHandle<String> handle = tasks.submit(WATCHED, "x");
        atGate.acquire();
        time.advance(ofSeconds(29));
        assertThat(handle.snapshot().progress().stalledFor()).isEmpty();
        time.advance(ofMinutes(2));
        assertThat(handle.snapshot().progress().stalledFor()).contains(ofSeconds(149));
        pass(1);
        assertThat(handle.snapshot().progress().stalledFor()).isEmpty();
        time.advance(ofSeconds(29));
        assertThat(handle.snapshot().progress().stalledFor()).isEmpty();
        time.advance(ofMinutes(2));
        steps.release(9);
        outcomeOf(handle);
        awaitEndsTold(handle, 1);

        assertThat(stalls()).containsExactly(ofSeconds(30), ofSeconds(30));
    }

    @Test
    void isNotToldOfATaskThatMoves() throws InterruptedException {
        TaskEngine tasks = use(builder().register(WATCHED, this::stepThrough).listener(events::add));
        TaskHandle<String> handle = tasks.submit(WATCHED, "x");
        atGate.acquire();
        for (int i = 0; i < 4; i++) {
            time.advance(ofSeconds(25));
            pass(1);
        }
        steps.release();
        outcomeOf(handle);
        awaitEndsTold(handle, 1);

        assertThat(stalls()).isEmpty();
    }

    @Test
    void isNotToldOfATaskThatWaits() throws InterruptedException {
        TaskEngine tasks = use(builder().register(WATCHED, this::stepThrough).listener(events::add));
        TaskHandle<String> handle = tasks.submit(WATCHED, "x");
        atGate.acquire();
        handle.pause();
        steps.release();
        awaitState(handle, dev.errand.TaskState.PAUSED);
        letMuchTimePass();
        assertThat(handle.snapshot().progress().stalledFor()).isEmpty();
        steps.release(5);
        handle.resume();
        outcomeOf(handle);
        awaitEndsTold(handle, 1);

        assertThat(stalls()).isEmpty();
    }

    private List<Duration> stalls() {
        return told().filter(TaskEvent.Stalled.class::isInstance)
                .map(event -> ((TaskEvent.Stalled) event).standstill())
                .toList();
    }
}
