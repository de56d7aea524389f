package dev.errand.spring.observation;

import dev.errand.Outcome;
import dev.errand.TaskSnapshot;
import dev.errand.event.TaskEvent;
import dev.errand.event.TaskListener;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Measures tasks, by their type: {@code errand.task.submitted}, {@code errand.task.wait} until the first start,
 * {@code errand.task.run} from the latest start to the end, by outcome, and {@code errand.task.retries}.
 *
 * <p>Each process measures what was submitted to it, and what runs in it.
 */
public final class TaskMeters implements TaskListener {

    private static final String TYPE = "type";

    private final MeterRegistry meters;

    /**
     * Measures tasks.
     *
     * @param meters where to
     */
    public TaskMeters(MeterRegistry meters) {
        this.meters = meters;
    }

    @Override
    public void on(TaskEvent event) {
        String type = event.task().submission().type();
        switch (event) {
            case TaskEvent.Submitted submitted ->
                meters.counter("errand.task.submitted", TYPE, type).increment();
            case TaskEvent.Started started -> waited(started.task(), type);
            case TaskEvent.RetryScheduled retry ->
                meters.counter("errand.task.retries", TYPE, type).increment();
            case TaskEvent.Ended ended -> ran(ended, type);
            default -> {}
        }
    }

    private void waited(TaskSnapshot task, String type) {
        if (task.status().attempt() == 1) {
            record(
                    "errand.task.wait",
                    task.submission().startsAt(),
                    task.status().startedAt(),
                    TYPE,
                    type);
        }
    }

    private void ran(TaskEvent.Ended ended, String type) {
        ended.task()
                .status()
                .startedAt()
                .ifPresent(start -> record(
                        "errand.task.run",
                        start,
                        ended.task().status().endedAt(),
                        TYPE,
                        type,
                        "outcome",
                        wordOf(ended.outcome())));
    }

    private void record(String name, Instant from, Optional<Instant> to, String... tags) {
        to.map(end -> Duration.between(from, end))
                .filter(time -> !time.isNegative())
                .ifPresent(
                        time -> Timer.builder(name).tags(tags).register(meters).record(time));
    }

    private static String wordOf(Outcome<? extends @Nullable Object> outcome) {
        return switch (outcome) {
            case Outcome.Succeeded<?> succeeded -> "succeeded";
            case Outcome.Partial<?> partial -> "partial";
            case Outcome.Failed<?> failed -> "failed";
            case Outcome.Cancelled<?> cancelled -> "cancelled";
        };
    }
}
