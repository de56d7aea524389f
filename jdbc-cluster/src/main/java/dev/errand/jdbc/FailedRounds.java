package dev.errand.jdbc;

import java.util.OptionalLong;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * Rounds of a {@link TicketOffice} that fail one after the other: the third is warned of, and for as long as it goes on one in
 * ten seconds. Touched by one round at a time.
 */
final class FailedRounds {

    private static final Logger LOG = LoggerFactory.getLogger(FailedRounds.class);
    private static final int FORGIVEN = 2;
    private static final long QUIET_NANOS = 10_000_000_000L;

    private final LongSupplier nanoTime;
    private int inARow;
    private OptionalLong warnedAt = OptionalLong.empty();

    FailedRounds(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    void succeeded() {
        inARow = 0;
    }

    void failed(RuntimeException why) {
        inARow++;
        long now = nanoTime.getAsLong();
        boolean news = warnedAt.isEmpty() || now - warnedAt.getAsLong() >= QUIET_NANOS;
        boolean warned = inARow > FORGIVEN && news;
        if (warned) {
            warnedAt = OptionalLong.of(now);
        }
        LOG.atLevel(warned ? Level.WARN : Level.DEBUG)
                .setCause(why)
                .log("No task can be let in now; the next heartbeat tries again: {}", why.getMessage());
    }
}
