package dev.errand.engine;

import dev.errand.time.TimeSource;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * Logs what goes wrong again and again, for as long as it lasts: once in ten seconds for each sentence, and the rest at
 * level debug. A database that is away for an hour must not fill the disk besides.
 */
final class Complaints {

    private static final Logger LOG = LoggerFactory.getLogger(Complaints.class);
    private static final long QUIET_NANOS = 10_000_000_000L;

    private final TimeSource time;
    private final ConcurrentMap<String, Long> saidAt = new ConcurrentHashMap<>();

    Complaints(TimeSource time) {
        this.time = time;
    }

    /** An error: something is not done that should be. */
    void error(String sentence, @Nullable Object about, @Nullable Throwable cause) {
        say(Level.ERROR, sentence, about, cause);
    }

    /** A warning: something is late. */
    void warn(String sentence, @Nullable Object about, @Nullable Throwable cause) {
        say(Level.WARN, sentence, about, cause);
    }

    private void say(Level level, String sentence, @Nullable Object about, @Nullable Throwable cause) {
        long now = time.nanoTime();
        Long before = saidAt.get(sentence);
        boolean due = before == null || now - before >= QUIET_NANOS;
        boolean first = due
                && (before == null ? saidAt.putIfAbsent(sentence, now) == null : saidAt.replace(sentence, before, now));
        LOG.atLevel(first ? level : Level.DEBUG).setCause(cause).log(sentence, about);
    }
}
