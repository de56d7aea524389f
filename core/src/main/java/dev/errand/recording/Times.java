package dev.errand.recording;

import dev.errand.TaskSnapshot;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** How long a task waited and ran, in nanoseconds as the recorder wants them. */
final class Times {

    /** What the recorder's tools show as "N/A". */
    static final long NO_VALUE = Long.MIN_VALUE;

    private Times() {}

    /** Only the latest start of a task is known, so after a retry there is nothing to say. */
    static long queuedFor(TaskSnapshot task) {
        if (task.status().attempt() > 1) {
            return NO_VALUE;
        }
        Optional<Instant> end = task.status().startedAt().or(task.status()::endedAt);
        return nanos(Optional.of(task.submission().startsAt()), end);
    }

    static long ranFor(TaskSnapshot task) {
        return nanos(task.status().startedAt(), task.status().endedAt());
    }

    /** At least zero, since the clock may have been set back; and centuries are as good as the longest number. */
    private static long nanos(Optional<Instant> from, Optional<Instant> to) {
        if (from.isEmpty() || to.isEmpty()) {
            return NO_VALUE;
        }
        return Math.max(0, TimeUnit.NANOSECONDS.convert(Duration.between(from.get(), to.get())));
    }
}
