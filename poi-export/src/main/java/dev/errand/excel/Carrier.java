package dev.errand.excel;

/**
 * Shares the carrier of a virtual thread. Virtual threads are not preempted, and writing a sheet is computing: without
 * this, two exports on a machine of two cores would keep everybody else waiting until they are through.
 */
final class Carrier {

    private static final int BETWEEN_YIELDS = 64;

    private Carrier() {}

    /** Lets others have their turn at every so many steps. */
    @SuppressWarnings("ThreadPriorityCheck") // fairness between tasks is the point
    static void share(long step) {
        if (step % BETWEEN_YIELDS == 0 && Thread.currentThread().isVirtual()) {
            Thread.yield();
        }
    }
}
