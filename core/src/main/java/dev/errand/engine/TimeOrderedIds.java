package dev.errand.engine;

import dev.errand.TaskId;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.UUID;

/**
 * Makes UUIDs of version 7: 48 bits of milliseconds, a 12-bit counter that begins each of them with 11 random bits, 62 random
 * bits (RFC 9562, sections 5.7 and 6.2, method 1). Later ones are always greater, also within a millisecond and when the clock is set back.
 *
 * <p>Random bytes are drawn a few hundred at a time, since each draw is a call into the operating system.
 */
final class TimeOrderedIds {

    private static final int COUNTER_BITS = 12;
    private static final long FIRST_OF_COUNTER = 0x7FF;
    private static final long VERSION_7 = 0x7000L;
    private static final long VARIANT = 0x8000_0000_0000_0000L;
    private static final long RANDOM_MASK = 0x3FFF_FFFF_FFFF_FFFFL;

    private final InstantSource clock;
    private final SecureRandom random = new SecureRandom();
    private final ByteBuffer drawn = ByteBuffer.allocate(512);

    /** Milliseconds and counter in one number, so that a counter that runs over borrows from the next millisecond. */
    private long last;

    TimeOrderedIds(InstantSource clock) {
        this.clock = clock;
        random.nextBytes(drawn.array()); // the first draw starts the generator, which no submission should wait for
    }

    synchronized TaskId next() {
        long now = clock.millis();
        last = now > last >>> COUNTER_BITS ? now << COUNTER_BITS | (nextRandom() & FIRST_OF_COUNTER) : last + 1;
        long millis = last >>> COUNTER_BITS;
        long counter = last & ((1 << COUNTER_BITS) - 1);
        return new TaskId(new UUID(millis << 16 | VERSION_7 | counter, VARIANT | (nextRandom() & RANDOM_MASK)));
    }

    private long nextRandom() {
        if (!drawn.hasRemaining()) {
            random.nextBytes(drawn.array());
            drawn.clear();
        }
        return drawn.getLong();
    }
}
