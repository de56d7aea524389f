package dev.errand.cluster;

/**
 * Decides which of the tasks that wait in a shared registry this engine runs next, and runs them.
 *
 * <p>All methods may be called from any thread.
 */
public interface TaskDistributor extends AutoCloseable {

    /**
     * How many tasks it runs at the same time.
     *
     * @return 1 or more
     */
    int capacity();

    /**
     * Begins to take tasks. Called once, when the registry is open.
     *
     * @param work what it takes them from
     * @throws dev.errand.ErrandException if it does not go with the registry
     */
    void open(SharedWork work);

    /** Something may have become startable: a task waits, or another one has ended. Does not block. */
    void wake();

    /** Another engine may have offered something that this one could run. Does not block. */
    void look();

    /**
     * Takes no more tasks, or does so again. What runs goes on. Does not block.
     *
     * @param drain whether to take no more
     */
    void drain(boolean drain);

    /**
     * Takes no more tasks for good, and lets go of what it holds open. Called when what it runs has ended, or the engine has
     * given it up.
     */
    @Override
    void close();
}
