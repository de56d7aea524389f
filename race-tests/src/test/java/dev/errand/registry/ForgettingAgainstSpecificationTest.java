package dev.errand.registry;

import dev.errand.Linearizability;
import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.junit.jupiter.api.Test;

/**
 * The same for a registry that forgets, while the task is done again, looked for, and submitted a second time. A sweep
 * may miss what ends at the same moment, so the two are not tried together.
 */
@Param(name = "number", gen = IntGen.class, conf = "2:3")
public class ForgettingAgainstSpecificationTest {

    private final KnownTask known = new KnownTask();

    @Operation(nonParallelGroup = "end")
    public boolean cancel() {
        return known.apply(KnownTask.cancel());
    }

    @Operation(nonParallelGroup = "end")
    public int sweep() {
        return known.sweep();
    }

    @Operation
    public boolean retry() {
        return known.apply(KnownTask.retry());
    }

    @Operation
    public String find() {
        return known.found();
    }

    @Operation
    public String add(@Param(name = "number") int number) {
        return known.addWithKey(number);
    }

    @Operation
    public String findByKey() {
        return known.foundByKey();
    }

    @Test
    void isLinearizable() {
        Linearizability.check(ForgettingAgainstSpecificationTest.class, OneThread.class);
    }

    /** The same for one thread. */
    public static final class OneThread {

        private boolean cancelled;
        private boolean forgotten;
        private int version = 1;
        private int added;

        public boolean cancel() {
            boolean cancels = !cancelled;
            version += cancels ? 1 : 0;
            cancelled = true;
            return cancels;
        }

        public int sweep() {
            boolean forgets = cancelled && !forgotten;
            forgotten |= forgets;
            return forgets ? 1 : 0;
        }

        public boolean retry() {
            boolean queues = cancelled && !forgotten;
            version += queues ? 1 : 0;
            cancelled &= !queues;
            return queues;
        }

        public String find() {
            return forgotten ? "unknown" : (cancelled ? "CANCELLED v" : "QUEUED v") + version;
        }

        public String add(int number) {
            added = added == 0 ? number : added;
            return String.valueOf(added);
        }

        public String findByKey() {
            return added == 0 ? "nothing" : String.valueOf(added);
        }
    }
}
