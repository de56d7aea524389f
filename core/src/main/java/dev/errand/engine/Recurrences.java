package dev.errand.engine;

import dev.errand.SubmitOptions;
import dev.errand.TaskHandle;
import dev.errand.TaskRefusedException;
import dev.errand.schedule.DueSlots;
import dev.errand.schedule.Recurrence;
import dev.errand.time.TimeSource;
import dev.errand.watch.Drain;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Submits the tasks that recur, each slot under a key of its own, so that none is submitted twice.
 *
 * <p>Nothing overlaps unless it may: while a task runs no slot is decided, and when it has ended those that have come
 * meanwhile are missed ones, of which the misfire rule says what becomes. Slots are moments on the clock on the wall,
 * which may be set, so it is looked at once a minute at least.
 */
final class Recurrences {

    private static final Logger LOG = LoggerFactory.getLogger(Recurrences.class);
    private static final Duration BETWEEN_LOOKS = Duration.ofMinutes(1);

    /** What recurs, as it was registered. */
    record Entry(
            Recurrence recurrence, String type, Function<SubmitOptions, TaskHandle<?>> submit, SubmitOptions options) {}

    private final TimeSource time;
    private final LiveTasks live;
    private final List<Line> lines;

    Recurrences(List<Entry> entries, TimeSource time, LiveTasks live) {
        this.time = time;
        this.live = live;
        this.lines = entries.stream().map(Line::new).toList();
    }

    void start() {
        lines.forEach(line -> line.drain.signal());
    }

    List<RecurringTask> list() {
        return lines.stream().map(Line::now).toList();
    }

    /** One thing that recurs. Its looks follow each other; what they touch is theirs alone. */
    private final class Line {

        private final Entry entry;
        private final Drain drain = new Drain(Runnable::run, this::look);
        private final Queue<Instant> backlog = new ArrayDeque<>();
        private volatile Instant decidedUpTo = time.instant();
        private volatile @Nullable TaskHandle<?> latest;
        private TimeSource.@Nullable Alarm alarm;

        Line(Entry entry) {
            this.entry = entry;
        }

        RecurringTask now() {
            Instant now = time.instant();
            Instant after = decidedUpTo.isAfter(now) ? decidedUpTo : now;
            Optional<Instant> next = entry.recurrence.schedule().next(after);
            return new RecurringTask(
                    entry.recurrence, entry.type, Optional.ofNullable(latest).map(TaskHandle::id), next);
        }

        private void look() {
            if (live.isClosed()) {
                return;
            }
            try {
                decide();
                submitBacklog();
            } catch (TaskRefusedException full) {
                LOG.warn("A slot of {} is refused, and is tried again: {}", entry.recurrence.name(), full.getMessage());
            } catch (RuntimeException e) {
                LOG.error("A slot of {} cannot be submitted, and is tried again", entry.recurrence.name(), e);
            } finally {
                lookAgainLater();
            }
        }

        private void decide() {
            if (isBusy()) {
                return;
            }
            DueSlots slots = entry.recurrence.due(decidedUpTo, time.instant());
            if (slots.missed() > 0) {
                LOG.warn("{} slots of {} were missed", slots.missed(), entry.recurrence.name());
            }
            backlog.addAll(slots.due());
            decidedUpTo = slots.decidedUpTo();
        }

        private void submitBacklog() {
            while (!backlog.isEmpty() && !isBusy()) {
                Instant slot = backlog.element();
                TaskHandle<?> handle = entry.submit.apply(entry.options.key(entry.recurrence.name() + "@" + slot));
                backlog.remove();
                latest = handle;
                handle.completion().thenRun(drain::signal);
            }
        }

        private boolean isBusy() {
            TaskHandle<?> running = latest;
            return running != null
                    && !entry.recurrence.mayOverlap()
                    && !running.snapshot().state().isFinal();
        }

        private void lookAgainLater() {
            if (alarm != null) {
                alarm.cancel();
            }
            Optional<Instant> next = entry.recurrence.schedule().next(decidedUpTo);
            if (next.isPresent() || !backlog.isEmpty()) {
                Duration left = next.map(slot -> Duration.between(time.instant(), slot))
                        .filter(Duration::isPositive)
                        .filter(until -> until.compareTo(BETWEEN_LOOKS) < 0)
                        .orElse(BETWEEN_LOOKS);
                alarm = time.after(left, drain::signal);
            }
        }
    }
}
