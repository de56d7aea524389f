package dev.errand.mail.pace;

import dev.errand.time.TimeSource;
import java.time.Duration;
import java.util.List;

/**
 * Rates that several connections share. A place is kept for a message before it is chosen, and counts from when it leaves. May be
 * used from any thread.
 */
public final class Allowance {

    /** When all places are kept, by connections that have had nothing to send yet. */
    private static final Duration ALL_KEPT = Duration.ofSeconds(1);

    private final List<Rate> rates;
    private final List<Window> windows;
    private final TimeSource time;
    private int kept;

    /**
     * Such rates, from now on.
     *
     * @param rates all of which hold; none for no limit
     * @param time the clock to go by
     */
    public Allowance(List<Rate> rates, TimeSource time) {
        this.rates = List.copyOf(rates);
        this.windows = rates.stream().map(Window::new).toList();
        this.time = time;
    }

    /**
     * Keeps a place, if there is one.
     *
     * @return zero if a place is kept; otherwise after how long to ask again
     */
    public synchronized Duration keepPlace() {
        Duration wait = untilPlace();
        if (wait.isZero()) {
            kept++;
        }
        return wait;
    }

    /**
     * How long it takes until there is a place, which this does not keep.
     *
     * @return zero if there is one
     */
    public synchronized Duration untilPlace() {
        long now = time.nanoTime();
        long wait = 0;
        for (int i = 0; i < windows.size(); i++) {
            int free = rates.get(i).messages() - kept;
            wait = Math.max(wait, free > 0 ? windows.get(i).nanosUntilFree(now, free) : ALL_KEPT.toNanos());
        }
        return Duration.ofNanos(Math.max(0, wait));
    }

    /** A message leaves, for which a place was kept. */
    public synchronized void left() {
        kept--;
        windows.forEach(window -> window.add(time.nanoTime()));
    }

    /** A message leaves, for which nobody has kept a place. */
    public synchronized void leftUnasked() {
        windows.forEach(window -> window.add(time.nanoTime()));
    }

    /** Gives a place back: no message leaves. */
    public synchronized void giveBack() {
        kept--;
    }
}
