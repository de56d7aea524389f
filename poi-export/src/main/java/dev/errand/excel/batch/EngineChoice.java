package dev.errand.excel.batch;

/**
 * Which engine compresses the next batch: zlib, which is always ready, or the one that knows rows, which is several times
 * quicker once the JVM has compiled it, and slower before.
 *
 * <p>The rule: the first batches of an export are small, one for each engine, and both are timed. From then on
 * the quicker one compresses; while that is zlib, every fourth batch still goes to the other one, which gets quicker by
 * it. Batches are independent, so engines may take turns. May be called from any thread.
 */
public interface EngineChoice {

    /** How many batches are small, to try the engines with. */
    int TRIALS = 2;

    /**
     * Which engine is to compress a batch.
     *
     * @return the engine
     */
    Engine next();

    /**
     * Takes note of what a batch took.
     *
     * @param engine which has compressed it
     * @param bytes how many bytes it had before
     * @param nanos how many nanoseconds it took
     */
    void took(Engine engine, long bytes, long nanos);

    /**
     * The one that is quicker by then.
     *
     * @return a choice for one export
     */
    static EngineChoice quicker() {
        return new QuickerEngine();
    }

    /**
     * Always the same, for tests.
     *
     * @param engine that one
     * @return the choice
     */
    static EngineChoice always(Engine engine) {
        return new EngineChoice() {
            @Override
            public Engine next() {
                return engine;
            }

            @Override
            public void took(Engine engine, long bytes, long nanos) {}
        };
    }

    /** The engines. */
    enum Engine {
        /** Of the JDK. */
        ZLIB,
        /** Of our own. */
        ROWS
    }
}
