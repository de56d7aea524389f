package dev.errand.web;

/**
 * Threads that write to readers, who may be slow. They are virtual where that is free: before Java 24 a virtual thread
 * that blocks within {@code synchronized}, as some servers write, keeps its carrier from all others (JEP 491).
 */
final class StreamThreads {

    private static final int FREE_SINCE = 24;
    private static final String NAME = "errand-events";

    private StreamThreads() {}

    static Thread unstarted(Runnable work) {
        return Runtime.version().feature() >= FREE_SINCE
                ? Thread.ofVirtual().name(NAME).unstarted(work)
                : Thread.ofPlatform().daemon().name(NAME).unstarted(work);
    }
}
