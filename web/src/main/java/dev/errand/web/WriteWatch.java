package dev.errand.web;

import dev.errand.time.TimeSource;
import java.io.IOException;
import java.time.Duration;

/** Knows for how long something is being written. */
final class WriteWatch {

    /** Something that is written. */
    @FunctionalInterface
    interface Writing {
        void run() throws IOException;
    }

    private final TimeSource time;
    private volatile boolean busy;
    private volatile long since;

    WriteWatch(TimeSource time) {
        this.time = time;
    }

    void run(Writing writing) throws IOException {
        since = time.nanoTime();
        busy = true;
        try {
            writing.run();
        } finally {
            busy = false;
        }
    }

    boolean isStuckFor(Duration longest) {
        return busy && time.nanoTime() - since >= longest.toNanos();
    }
}
