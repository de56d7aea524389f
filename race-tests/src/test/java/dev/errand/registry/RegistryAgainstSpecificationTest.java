package dev.errand.registry;

import dev.errand.Linearizability;
import dev.errand.TaskState;
import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.junit.jupiter.api.Test;

/**
 * Whatever some threads do to a registry in memory, there is an order in which one thread would have been answered the
 * same.
 */
@Param(name = "lease", gen = IntGen.class, conf = "1:2")
@Param(name = "number", gen = IntGen.class, conf = "2:3")
public class RegistryAgainstSpecificationTest {

    private final KnownTask known = new KnownTask();

    @Operation
    public boolean start(@Param(name = "lease") int lease) {
        return known.apply(KnownTask.start(leaseOf(lease)));
    }

    @Operation
    public boolean complete(@Param(name = "lease") int lease) {
        return known.apply(KnownTask.complete(leaseOf(lease)));
    }

    @Operation
    public boolean interrupt(@Param(name = "lease") int lease) {
        return known.apply(KnownTask.interrupt(leaseOf(lease)));
    }

    @Operation
    public boolean save(@Param(name = "lease") int lease) {
        return known.report(leaseOf(lease), KnownTask.saved());
    }

    @Operation
    public boolean passNoReturn(@Param(name = "lease") int lease) {
        return known.report(leaseOf(lease), new RunReport.PassedNoReturn());
    }

    @Operation
    public boolean cancel() {
        return known.apply(KnownTask.cancel());
    }

    @Operation
    public boolean requestCancel() {
        return known.apply(KnownTask.requestCancel());
    }

    @Operation
    public boolean forceStop() {
        return known.apply(KnownTask.forceStop());
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
        return known.addUnlessUnended(number);
    }

    @Test
    void isLinearizable() {
        Linearizability.check(RegistryAgainstSpecificationTest.class, OneThread.class);
    }

    private static Lease leaseOf(int number) {
        return number == 1 ? KnownTask.FIRST : KnownTask.SECOND;
    }

    /** The same for one thread, without a look at the table of transitions. */
    public static final class OneThread {

        private TaskState state = TaskState.QUEUED;
        private int version = 1;
        private int holder;
        private boolean saved;
        private boolean irrevocable;
        private int added;

        public boolean start(int lease) {
            if (state != TaskState.QUEUED) {
                return false;
            }
            go(TaskState.RUNNING);
            holder = lease;
            return true;
        }

        public boolean complete(int lease) {
            return holder == lease && go(TaskState.SUCCEEDED);
        }

        public boolean interrupt(int lease) {
            return holder == lease && state == TaskState.RUNNING && go(TaskState.INTERRUPTED);
        }

        public boolean save(int lease) {
            boolean held = holder == lease;
            if (held) {
                saved = true;
                version++;
            }
            return held;
        }

        public boolean passNoReturn(int lease) {
            boolean mayPass = holder == lease && state == TaskState.RUNNING;
            if (mayPass) {
                irrevocable = true;
                version++;
            }
            return mayPass;
        }

        public boolean cancel() {
            return (state == TaskState.QUEUED || state == TaskState.INTERRUPTED) && go(TaskState.CANCELLED);
        }

        public boolean requestCancel() {
            if (state != TaskState.RUNNING || irrevocable) {
                return false;
            }
            state = TaskState.CANCELLING;
            version++;
            return true;
        }

        public boolean forceStop() {
            return state == TaskState.CANCELLING && go(TaskState.CANCELLED);
        }

        public boolean retry() {
            return state == TaskState.CANCELLED && go(TaskState.QUEUED);
        }

        public String find() {
            return state + " v" + version + (saved ? ", saved" : "");
        }

        public String add(int number) {
            added = added == 0 ? number : added;
            return String.valueOf(added);
        }

        private boolean go(TaskState next) {
            state = next;
            version++;
            holder = 0;
            irrevocable = false;
            return true;
        }
    }
}
