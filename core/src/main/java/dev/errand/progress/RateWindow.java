package dev.errand.progress;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;

import java.util.ArrayDeque;
import java.util.Deque;
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

    private record Sample(long nanos, long processed) {}

    private final Deque<Sample> samples = new ArrayDeque<>();

    /** Begins at time zero. */
    RateWindow(long processed) {
        samples.add(new Sample(0, processed));
    }

    /**
     * Units a second at this moment; empty until there is something to measure.
     *
     * @param nanos now: never less than in the call before
     */
    OptionalDouble perSecond(long nanos, long processed) {
        forgetBefore(nanos - WIDTH_NANOS);
        Sample oldest = samples.getFirst();
        long elapsed = nanos - oldest.nanos;
        if (nanos - samples.getLast().nanos >= SPACING_NANOS) {
            samples.addLast(new Sample(nanos, processed));
        }
        return elapsed < SPACING_NANOS
                ? OptionalDouble.empty()
                : OptionalDouble.of((processed - oldest.processed) / (elapsed / 1e9));
    }

    private void forgetBefore(long nanos) {
        while (samples.size() > 1) {
            Sample oldest = samples.removeFirst();
            if (samples.getFirst().nanos > nanos) {
                samples.addFirst(oldest);
                return;
            }
        }
    }
}
