package dev.errand.engine;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;

import dev.errand.registry.Lease;
import java.util.List;
import java.util.UUID;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.LL_Result;
import org.openjdk.jcstress.infra.results.L_Result;
import org.openjdk.jcstress.infra.results.ZZI_Result;
import org.openjdk.jcstress.infra.results.ZZZ_Result;
import org.openjdk.jcstress.infra.results.ZZ_Result;
import org.openjdk.jcstress.infra.results.Z_Result;

/** The door that a shutdown closes, the places behind it, and the request to stop. */
public final class DoorsThatRace {

    private DoorsThatRace() {}

    /** A task is refused, or sees the door closed, or the shutdown sees it. */
    @JCStressTest
    @State
    @Outcome(id = "in, seen", expect = ACCEPTABLE, desc = "before")
    @Outcome(id = "looked, seen", expect = ACCEPTABLE, desc = "at the same time")
    @Outcome(id = "looked, unseen", expect = ACCEPTABLE, desc = "at the same time")
    @Outcome(id = "refused, unseen", expect = ACCEPTABLE, desc = "after")
    public static class AdmitAgainstClose extends QueuedTask {
        private final LiveTasks door = new LiveTasks(new LiveTasks.Places(1, 1));

        @Actor
        public void admits(LL_Result r) {
            r.r1 = admitTo(door) ? (door.isClosed() ? "looked" : "in") : "refused";
        }

        @Actor
        public void closes(LL_Result r) {
            door.close();
            r.r2 = door.tasks().isEmpty() ? "unseen" : "seen";
        }
    }

    /** An attempt sees the door closed, or the shutdown sees it. */
    @JCStressTest
    @State
    @Outcome(id = "true, true", expect = ACCEPTABLE, desc = "before")
    @Outcome(id = "false, true", expect = ACCEPTABLE, desc = "at the same time")
    @Outcome(id = "false, false", expect = ACCEPTABLE, desc = "after")
    public static class BeginAgainstClose extends QueuedTask {
        private final LiveTasks door = new LiveTasks(new LiveTasks.Places(1, 1));
        private final Attempt<String> attempt = new Attempt<>(task, new Lease(UUID.randomUUID()), time);

        @Actor
        public void begins(ZZ_Result r) {
            r.r1 = door.begin(attempt);
        }

        @Actor
        public void closes(ZZ_Result r) {
            door.close();
            r.r2 = !door.attempts().isEmpty();
        }
    }

    /** One of two takes the last place, and gives it back once. */
    @JCStressTest
    @State
    @Outcome(id = "true, false, 1", expect = ACCEPTABLE, desc = "the first took it")
    @Outcome(id = "false, true, 1", expect = ACCEPTABLE, desc = "the second took it")
    public static class TheLastPlace extends QueuedTask {
        private final LiveTasks door = new LiveTasks(new LiveTasks.Places(1, 1));

        @Actor
        public void admits(ZZI_Result r) {
            r.r1 = admitTo(door);
        }

        @Actor
        public void admitsToo(ZZI_Result r) {
            r.r2 = admitTo(door);
        }

        @Arbiter
        public void atTheEnd(ZZI_Result r) {
            r.r3 = door.tasks().size();
        }
    }

    /** A task that starts while it is forgotten leaves one place, not two. */
    @JCStressTest
    @State
    @Outcome(id = "true, true, false", expect = ACCEPTABLE, desc = "one place is free")
    public static class APlaceGivenBackOnce extends QueuedTask {
        private final LiveTasks door = new LiveTasks(new LiveTasks.Places(1, 1));
        private final LiveTask<String, String> first = another();

        public APlaceGivenBackOnce() {
            door.admit(List.of(first));
        }

        @Actor
        public void begins(ZZZ_Result r) {
            r.r1 = door.begin(new Attempt<>(first, new Lease(UUID.randomUUID()), time));
        }

        @Actor
        public void forgets(ZZZ_Result r) {
            door.forget(first);
        }

        @Arbiter
        public void atTheEnd(ZZZ_Result r) {
            r.r2 = admitTo(door);
            r.r3 = admitTo(door);
        }
    }

    /** A person comes before a limit. */
    @JCStressTest
    @State
    @Outcome(id = "CANCELLED", expect = ACCEPTABLE, desc = "in any order")
    public static class CancelAgainstTimeLimit {
        private final StopSignal signal = new StopSignal();

        @Actor
        public void cancels(L_Result r) {
            signal.raise(StopSignal.Reason.CANCELLED);
        }

        @Actor
        public void rings(L_Result r) {
            signal.raise(StopSignal.Reason.TIMED_OUT);
        }

        @Arbiter
        public void atTheEnd(L_Result r) {
            r.r1 = signal.reason().map(Enum::name).orElse("NONE");
        }
    }

    /** The first counts, and does not change any more. */
    @JCStressTest
    @State
    @Outcome(id = "PAUSED, PAUSED", expect = ACCEPTABLE, desc = "paused first")
    @Outcome(id = "TIMED_OUT, TIMED_OUT", expect = ACCEPTABLE, desc = "late first")
    public static class PauseAgainstTimeLimit {
        private final StopSignal signal = new StopSignal();

        @Actor
        public void pauses(LL_Result r) {
            signal.raise(StopSignal.Reason.PAUSED);
            r.r1 = signal.reason().orElseThrow().name();
        }

        @Actor
        public void rings(LL_Result r) {
            signal.raise(StopSignal.Reason.TIMED_OUT);
            r.r2 = signal.reason().orElseThrow().name();
        }
    }

    /** An interrupt reaches the task or nobody. */
    @JCStressTest
    @State
    @Outcome(id = "false", expect = ACCEPTABLE, desc = "it does not outlive the task")
    public static class InterruptAgainstLeave {
        private final StopSignal signal = new StopSignal();

        @Actor
        public void runs(Z_Result r) {
            signal.enter();
            signal.leave();
            r.r1 = Thread.interrupted();
        }

        @Actor
        public void interrupts(Z_Result r) {
            signal.interrupt();
        }
    }
}
