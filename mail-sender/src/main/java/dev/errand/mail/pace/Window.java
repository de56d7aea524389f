package dev.errand.mail.pace;

import java.util.Arrays;

/**
 * A sliding window: when the latest messages left, as many as may leave within its length. It is exact, and costs eight bytes
 * for each of them. Times are those of one {@code nanoTime()}, and come in their order.
 */
final class Window {

    private static final int FIRST_SIZE = 16;

    private final int messages;
    private final long length;
    private long[] times;
    private int count;
    private int next;

    /** An empty window for so many messages within a time. */
    Window(Rate rate) {
        this.messages = rate.messages();
        this.length = rate.per().toNanos();
        this.times = new long[Math.min(messages, FIRST_SIZE)];
    }

    /** How long until one more may leave: zero or less for now. */
    long nanosUntilFree(long now) {
        return nanosUntilFree(now, messages);
    }

    /** The same, if it were for fewer messages than it has room for. */
    long nanosUntilFree(long now, int limit) {
        return count < limit ? 0 : latest(limit) + length - now;
    }

    /** When the n-th latest left. */
    private long latest(int n) {
        return times[Math.floorMod(next - n, times.length)];
    }

    void add(long time) {
        if (count == times.length && count < messages) {
            grow();
        }
        times[next] = time;
        next = (next + 1) % times.length;
        count = Math.min(count + 1, times.length);
    }

    /** As if the latest had not been added; what it has pushed out was over by then. */
    void removeLatest() {
        if (count > 0) {
            next = Math.floorMod(next - 1, times.length);
            count--;
        }
    }

    /** While it is not full, it begins at zero. */
    private void grow() {
        long[] inOrder = new long[count];
        for (int i = 0; i < count; i++) {
            inOrder[i] = latest(count - i);
        }
        times = Arrays.copyOf(inOrder, (int) Math.min((long) count * 2, messages));
        next = count;
    }

    /** Whether it forgets nothing if it is forgotten. */
    boolean isOver(long now) {
        return count == 0 || latest(1) + length - now <= 0;
    }
}
