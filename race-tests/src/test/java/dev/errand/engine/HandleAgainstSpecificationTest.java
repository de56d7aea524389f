package dev.errand.engine;

import dev.errand.Linearizability;
import dev.errand.Reply;
import dev.errand.TaskState;
import org.jetbrains.lincheck.datastructures.Operation;
import org.junit.jupiter.api.Test;

/** Whatever some people and an attempt do at the same time, they could have done one after the other. */
public class HandleAgainstSpecificationTest {

    /** Named, since a class that is abstract cannot be a field's initial value. */
    private static final class Running extends RunningTask {}

    private final Running running = new Running();

    @Operation
    public String cancel() {
        return running.cancel();
    }

    @Operation
    public String pause() {
        return running.pause();
    }

    @Operation
    public String resume() {
        return running.resume();
    }

    @Operation
    public String forceStop() {
        return running.forceStop();
    }

    @Operation
    public String snapshot() {
        return running.supervisor.snapshot(running.task).state().name();
    }

    @Operation
    public boolean passNoReturn() {
        return running.passNoReturn();
    }

    @Operation(nonParallelGroup = "attempt")
    public boolean heedPause() {
        return running.heedPause();
    }

    @Operation(nonParallelGroup = "attempt")
    public boolean retryLater() {
        return running.retryLater();
    }

    @Operation(nonParallelGroup = "attempt", runOnce = true)
    public boolean complete() {
        return running.complete();
    }

    @Test
    void isLinearizable() {
        Linearizability.check(HandleAgainstSpecificationTest.class, OneThread.class);
    }

    /** The same for one thread. The attempt holds the task until it pauses, fails or ends. */
    public static final class OneThread {

        private TaskState state = TaskState.RUNNING;
        private boolean irrevocable;

        public String cancel() {
            if (state.isFinal()) {
                return Reply.ENDED.name();
            }
            if (state == TaskState.CANCELLING) {
                return Reply.ALREADY_ASKED.name();
            }
            if (irrevocable) {
                return Reply.PAST_NO_RETURN.name();
            }
            state = isHeld() ? TaskState.CANCELLING : TaskState.CANCELLED;
            return Reply.ACCEPTED.name();
        }

        public String pause() {
            if (state.isFinal()) {
                return Reply.ENDED.name();
            }
            if (state == TaskState.PAUSING || state == TaskState.PAUSED) {
                return Reply.ALREADY_ASKED.name();
            }
            if (state == TaskState.CANCELLING || state == TaskState.WAITING_RETRY) {
                return Reply.NOT_NOW.name();
            }
            if (irrevocable) {
                return Reply.PAST_NO_RETURN.name();
            }
            state = isHeld() ? TaskState.PAUSING : TaskState.PAUSED;
            return Reply.ACCEPTED.name();
        }

        public String resume() {
            if (state.isFinal()) {
                return Reply.ENDED.name();
            }
            if (state == TaskState.QUEUED || state == TaskState.RUNNING) {
                return Reply.ALREADY_ASKED.name();
            }
            if (isHeld()) {
                return Reply.NOT_NOW.name();
            }
            state = TaskState.QUEUED;
            return Reply.ACCEPTED.name();
        }

        public String forceStop() {
            if (state == TaskState.CANCELLING) {
                state = TaskState.CANCELLED;
                return Reply.ACCEPTED.name();
            }
            return (state.isFinal() ? Reply.ENDED : Reply.NOT_NOW).name();
        }

        public String snapshot() {
            return state.name();
        }

        public boolean passNoReturn() {
            boolean passes = state == TaskState.RUNNING;
            irrevocable |= passes;
            return passes;
        }

        public boolean heedPause() {
            boolean pauses = state == TaskState.PAUSING;
            state = pauses ? TaskState.PAUSED : state;
            return pauses;
        }

        public boolean retryLater() {
            boolean waits = state == TaskState.RUNNING;
            state = waits ? TaskState.WAITING_RETRY : state;
            irrevocable &= !waits;
            return waits;
        }

        public boolean complete() {
            boolean ends = isHeld();
            state = ends ? TaskState.SUCCEEDED : state;
            return ends;
        }

        private boolean isHeld() {
            return state.isRunning();
        }
    }
}
