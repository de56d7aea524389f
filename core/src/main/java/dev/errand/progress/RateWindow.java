package dev.errand.progress;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * The rate over a sliding window of ten seconds.
 *
 * <p>A sample is taken when somebody looks, at most every 200 ms, so a window holds about fifty. The oldest sample is
 * kept until a younger one is itself ten seconds old: a task that is looked at once a minute still has a rate. Not
 * thread-safe.
 */
final class RateWindow {

    private static final long WIDTH_NANOS = SECONDS.toNanos(10);
    private static final long SPACING_NANOS = MILLISECONDS.toNanos(200);
    private static final long TIME_LEFT_AFTER_NANOS = SECONDS.toNanos(1);

    /** No time left before one percent is done: the first units are not like the others. */
    private static final int TIME_LEFT_AFTER_SHARE = 100;

    private record Sample(long nanoTime, long processed) {}

    private final Deque<Sample> samples = new ArrayDeque<>();

    RateWindow(long startNanos) {
        samples.add(new Sample(startNanos, 0));
    }

    /**
     * The pace at this moment.
     *
     * @param nanoTime now, on the clock of the constructor's argument
     * @param processed units processed so far
     * @param total units in all, or a negative number while unknown
     */
    Pace paceAt(long nanoTime, long processed, long total) {
        forgetBefore(nanoTime - WIDTH_NANOS);
        Sample oldest = samples.getFirst();
        long elapsed = nanoTime - oldest.nanoTime;
        if (nanoTime - samples.getLast().nanoTime >= SPACING_NANOS) {
            samples.addLast(new Sample(nanoTime, processed));
        }
        if (elapsed < SPACING_NANOS) {
            return Pace.UNKNOWN;
        }
        double perNano = (processed - oldest.processed) / (double) elapsed;
        boolean steady = elapsed >= TIME_LEFT_AFTER_NANOS
                && perNano > 0
                && processed * TIME_LEFT_AFTER_SHARE >= total
                && total >= 0;
        return new Pace(
                OptionalDouble.of(perNano * SECONDS.toNanos(1)),
                steady ? Optional.of(Duration.ofNanos((long) ((total - processed) / perNano))) : Optional.empty());
    }

    private void forgetBefore(long nanoTime) {
        while (samples.size() > 1) {
            Sample oldest = samples.removeFirst();
            if (samples.getFirst().nanoTime - nanoTime > 0) {
                samples.addFirst(oldest);
                return;
            }
        }
    }
}
