package dev.errand.engine;

import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import dev.errand.Command;
import dev.errand.TaskHandle;
import dev.errand.event.TaskEvent;
import dev.errand.time.TimeSource;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** After its end nothing is told of a task, also if it ends while the pulse finds that it stands still. */
class LateStallTest extends EngineFixture {

    private static final Command OLGA = Command.by("olga");

    /** Does something when the time is looked at for the so-manieth time, once it is late enough. */
    private final class Interfering implements TimeSource {

        private final AtomicInteger looksLeft = new AtomicInteger(2);
        private final Duration late;
        private final Runnable action;

        Interfering(Duration late, Runnable action) {
            this.late = late;
            this.action = action;
        }

        @Override
        public Instant instant() {
            return time.instant();
        }

        @Override
        public long nanoTime() {
            long now = time.nanoTime();
            if (now >= late.toNanos() && looksLeft.decrementAndGet() == 0) {
                action.run();
            }
            return now;
        }

        @Override
        public Alarm after(Duration delay, Runnable ring) {
            return time.after(delay, ring);
        }
    }

    @Test
    void noStallIsToldAfterTheEnd() throws InterruptedException {
        List<TaskEvent> events = new CopyOnWriteArrayList<>();
        List<TaskHandle<String>> handles = new CopyOnWriteArrayList<>();
        Interfering interfering = new Interfering(ofSeconds(30), () -> {
            handles.getFirst().cancel(OLGA);
            handles.getFirst().forceStop(OLGA);
        });
        TaskEngine tasks = use(TaskEngine.builder()
                .time(interfering)
                .listener(events::add)
                .register(ECHO.stallAfter(ofSeconds(30)), this::ignoreEverything));
        handles.add(tasks.submit(ECHO, "a"));
        atGate.acquire();

        time.advance(ofSeconds(31));

        outcomeOf(handles.getFirst());
        openGate();
        tasks.close();
        await(() -> events.stream().anyMatch(TaskEvent.Ended.class::isInstance));
        assertThat(events).noneMatch(TaskEvent.Stalled.class::isInstance);
    }
}
