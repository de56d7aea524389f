package dev.errand.engine;

import dev.errand.SubmitOptions;
import dev.errand.TaskHandle;
import dev.errand.TaskId;
import dev.errand.TaskRefusedException;
import dev.errand.registry.RecurrencePoint;
import dev.errand.registry.TaskRegistry;
import dev.errand.schedule.DueSlots;
import dev.errand.schedule.Recurrence;
import dev.errand.time.TimeSource;
import dev.errand.watch.Drain;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Submits the tasks that recur, each slot under a key of its own, so that none is submitted twice, also if several
 * processes do so: how far a recurrence has come is kept in the registry, and is moved on only after the slot was submitted.
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

    private final TaskRegistry registry;
    private final Desk desk;
    private final TimeSource time;
    private final Executor threads;
    private final List<Line> lines;
    private volatile boolean closed;

    /**
     * Submits nothing yet.
     *
     * @param threads where it looks whether something is due
     */
    Recurrences(List<Entry> entries, TaskRegistry registry, Desk desk, TimeSource time, Executor threads) {
        this.registry = registry;
        this.desk = desk;
        this.time = time;
        this.threads = threads;
        this.lines = entries.stream().map(Line::new).toList();
    }

    void start() {
        lines.forEach(line -> line.drain.signal());
    }

    void close() {
        closed = true;
    }

    List<RecurringTask> list() {
        return lines.stream().map(Line::now).toList();
    }

    /** One thing that recurs. Its looks follow each other; what they touch is theirs alone. */
    private final class Line {

        private final Entry entry;
        private final String name;
        private final Drain drain = new Drain(threads, this::look);
        private final Instant known = time.instant();
        private @Nullable TaskId watched;
        private TimeSource.@Nullable Alarm alarm;

        Line(Entry entry) {
            this.entry = entry;
            this.name = entry.recurrence.name();
        }

        RecurringTask now() {
            Instant now = time.instant();
            RecurrencePoint point = point();
            Instant after = point.decidedUpTo().isAfter(now) ? point.decidedUpTo() : now;
            return new RecurringTask(
                    entry.recurrence,
                    entry.type,
                    point.latest(),
                    entry.recurrence.schedule().next(after));
        }

        private RecurrencePoint point() {
            return registry.recurrence(name, known);
        }

        private void look() {
            if (closed) {
                return;
            }
            try {
                boolean more = true;
                while (more) {
                    more = decide(point());
                }
            } catch (TaskRefusedException full) {
                LOG.warn("A slot of {} is refused, and is tried again: {}", name, full.getMessage());
            } catch (RuntimeException e) {
                LOG.error("A slot of {} cannot be submitted, and is tried again", name, e);
            } finally {
                lookAgainLater();
            }
        }

        /** True if there may be another slot to decide. */
        private boolean decide(RecurrencePoint point) {
            if (isBusy(point)) {
                return false;
            }
            DueSlots slots = entry.recurrence.due(point.decidedUpTo(), time.instant());
            if (slots.missed() > 0) {
                LOG.warn("{} slots of {} were missed", slots.missed(), name);
            }
            if (slots.due().isEmpty()) {
                registry.advance(name, point, new RecurrencePoint(slots.decidedUpTo(), point.latest()));
                return false;
            }
            Instant slot = slots.due().getFirst();
            TaskId task = submit(name + "@" + slot);
            boolean last = slots.due().size() == 1;
            Instant decided = last ? slots.decidedUpTo() : slot;
            boolean moved = registry.advance(name, point, new RecurrencePoint(decided, Optional.of(task)));
            return !moved || !last;
        }

        /**
         * A task that has the key already is the slot's: whoever submitted it could not say so any more, and may have had
         * another input, from before a deploy.
         */
        private TaskId submit(String key) {
            try {
                return entry.submit.apply(entry.options.key(key)).id();
            } catch (TaskRefusedException refused) {
                if (refused.reason() != TaskRefusedException.Reason.KEY_IN_USE) {
                    throw refused;
                }
                LOG.warn("A slot is taken to be submitted: {}", refused.getMessage());
                return refused.conflicting().orElseThrow(() -> refused);
            }
        }

        private boolean isBusy(RecurrencePoint point) {
            Optional<TaskHandle<?>> running = entry.recurrence.mayOverlap()
                    ? Optional.empty()
                    : point.latest()
                            .flatMap(desk::find)
                            .filter(latest -> !latest.snapshot().state().isFinal());
            running.ifPresent(this::watch);
            return running.isPresent();
        }

        /** Looks again as soon as a task has ended. */
        private void watch(TaskHandle<?> running) {
            if (!running.id().equals(watched)) {
                watched = running.id();
                running.completion().thenRun(drain::signal);
            }
        }

        private void lookAgainLater() {
            if (alarm != null) {
                alarm.cancel();
            }
            alarm = time.after(untilNextLook(), drain::signal);
        }

        private Duration untilNextLook() {
            return entry.recurrence
                    .schedule()
                    .next(time.instant())
                    .map(slot -> Duration.between(time.instant(), slot))
                    .filter(Duration::isPositive)
                    .filter(until -> until.compareTo(BETWEEN_LOOKS) < 0)
                    .orElse(BETWEEN_LOOKS);
        }
    }
}
