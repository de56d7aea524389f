package dev.errand.registry;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.LLL_Result;
import org.openjdk.jcstress.infra.results.LL_Result;
import org.openjdk.jcstress.infra.results.LZL_Result;
import org.openjdk.jcstress.infra.results.ZZL_Result;

/** Two writes to the registry in memory at the same time: each is whole, and of two that exclude each other one is refused. */
public final class WritesThatRace {

    private WritesThatRace() {}

    /** One of two attempts gets the task, and its lease. */
    @JCStressTest
    @State
    @Outcome(id = "true, false, RUNNING v2 of the first", expect = ACCEPTABLE, desc = "the first")
    @Outcome(id = "false, true, RUNNING v2 of the second", expect = ACCEPTABLE, desc = "the second")
    public static class StartTwice extends KnownTask {
        @Actor
        public void starts(ZZL_Result r) {
            r.r1 = apply(start(FIRST));
        }

        @Actor
        public void startsToo(ZZL_Result r) {
            r.r2 = apply(start(SECOND));
        }

        @Arbiter
        public void atTheEnd(ZZL_Result r) {
            r.r3 = end();
        }
    }

    /** A task is cancelled at once, or it runs. */
    @JCStressTest
    @State
    @Outcome(id = "true, false, RUNNING v2 of the first", expect = ACCEPTABLE, desc = "started first")
    @Outcome(id = "false, true, CANCELLED v2 of nobody", expect = ACCEPTABLE, desc = "cancelled first")
    public static class StartAgainstCancel extends KnownTask {
        @Actor
        public void starts(ZZL_Result r) {
            r.r1 = apply(start(FIRST));
        }

        @Actor
        public void cancels(ZZL_Result r) {
            r.r2 = apply(cancel());
        }

        @Arbiter
        public void atTheEnd(ZZL_Result r) {
            r.r3 = end();
        }
    }

    /** Two ends of one attempt: one counts. */
    @JCStressTest
    @State
    @Outcome(id = "true, false, SUCCEEDED v3 of nobody", expect = ACCEPTABLE, desc = "completed first")
    @Outcome(id = "false, true, FAILED v3 of nobody", expect = ACCEPTABLE, desc = "failed first")
    public static class EndTwice extends KnownTask {
        public EndTwice() {
            apply(start(FIRST));
        }

        @Actor
        public void completes(ZZL_Result r) {
            r.r1 = apply(complete(FIRST));
        }

        @Actor
        public void fails(ZZL_Result r) {
            r.r2 = apply(fail(FIRST));
        }

        @Arbiter
        public void atTheEnd(ZZL_Result r) {
            r.r3 = end();
        }
    }

    /** An attempt that does not hold the task ends nothing. */
    @JCStressTest
    @State
    @Outcome(id = "true, false, SUCCEEDED v3 of nobody", expect = ACCEPTABLE, desc = "the holder ends it")
    public static class EndOfAZombie extends KnownTask {
        public EndOfAZombie() {
            apply(start(FIRST));
        }

        @Actor
        public void completes(ZZL_Result r) {
            r.r1 = apply(complete(FIRST));
        }

        @Actor
        public void fails(ZZL_Result r) {
            r.r2 = apply(fail(SECOND));
        }

        @Arbiter
        public void atTheEnd(ZZL_Result r) {
            r.r3 = end();
        }
    }

    /** What an ended attempt says is not heard any more. */
    @JCStressTest
    @State
    @Outcome(id = "true, true, SUCCEEDED v4 of nobody", expect = ACCEPTABLE, desc = "said in time")
    @Outcome(id = "false, true, SUCCEEDED v3 of nobody", expect = ACCEPTABLE, desc = "said too late")
    public static class ReportAgainstEnd extends KnownTask {
        public ReportAgainstEnd() {
            apply(start(FIRST));
        }

        @Actor
        public void reports(ZZL_Result r) {
            r.r1 = report(FIRST, advanced());
        }

        @Actor
        public void completes(ZZL_Result r) {
            r.r2 = apply(complete(FIRST));
        }

        @Arbiter
        public void atTheEnd(ZZL_Result r) {
            r.r3 = end();
        }
    }

    /** A task that was taken from its code keeps what was saved before. */
    @JCStressTest
    @State
    @Outcome(id = "true, true, CANCELLED v5 of nobody, saved", expect = ACCEPTABLE, desc = "saved in time")
    @Outcome(id = "false, true, CANCELLED v4 of nobody", expect = ACCEPTABLE, desc = "saved too late")
    public static class CheckpointAgainstForceStop extends KnownTask {
        public CheckpointAgainstForceStop() {
            apply(start(FIRST));
            apply(requestCancel());
        }

        @Actor
        public void saves(ZZL_Result r) {
            r.r1 = report(FIRST, saved());
        }

        @Actor
        public void takes(ZZL_Result r) {
            r.r2 = apply(forceStop());
        }

        @Arbiter
        public void atTheEnd(ZZL_Result r) {
            r.r3 = end();
        }
    }

    /** It cannot be stopped any more, or it is asked to stop. */
    @JCStressTest
    @State
    @Outcome(id = "true, false, RUNNING v3 of the first", expect = ACCEPTABLE, desc = "passed first")
    @Outcome(id = "false, true, CANCELLING v3 of the first", expect = ACCEPTABLE, desc = "asked first")
    public static class NoReturnAgainstCancel extends KnownTask {
        public NoReturnAgainstCancel() {
            apply(start(FIRST));
        }

        @Actor
        public void passes(ZZL_Result r) {
            r.r1 = report(FIRST, new RunReport.PassedNoReturn());
        }

        @Actor
        public void asks(ZZL_Result r) {
            r.r2 = apply(requestCancel());
        }

        @Arbiter
        public void atTheEnd(ZZL_Result r) {
            r.r3 = end();
        }
    }

    /** Cut short or done, not both. */
    @JCStressTest
    @State
    @Outcome(id = "true, false, INTERRUPTED v3 of nobody", expect = ACCEPTABLE, desc = "cut first")
    @Outcome(id = "false, true, SUCCEEDED v3 of nobody", expect = ACCEPTABLE, desc = "done first")
    public static class InterruptAgainstEnd extends KnownTask {
        public InterruptAgainstEnd() {
            apply(start(FIRST));
        }

        @Actor
        public void cuts(ZZL_Result r) {
            r.r1 = apply(interrupt(FIRST));
        }

        @Actor
        public void completes(ZZL_Result r) {
            r.r2 = apply(complete(FIRST));
        }

        @Arbiter
        public void atTheEnd(ZZL_Result r) {
            r.r3 = end();
        }
    }

    /** Two of the same key: one is added, and both see that one. */
    @JCStressTest
    @State
    @Outcome(id = "2, 2, 2", expect = ACCEPTABLE, desc = "the first")
    @Outcome(id = "3, 3, 3", expect = ACCEPTABLE, desc = "the second")
    public static class AddTwice {
        private final KnownTask known = new KnownTask();

        @Actor
        public void adds(LLL_Result r) {
            r.r1 = known.addWithKey(2);
        }

        @Actor
        public void addsToo(LLL_Result r) {
            r.r2 = known.addWithKey(3);
        }

        @Arbiter
        public void atTheEnd(LLL_Result r) {
            r.r3 = known.foundByKey();
        }
    }

    /** Single flight: one of two is added, and both see that one. */
    @JCStressTest
    @State
    @Outcome(id = "2, 2", expect = ACCEPTABLE, desc = "the first")
    @Outcome(id = "3, 3", expect = ACCEPTABLE, desc = "the second")
    public static class AddTwiceInsteadOfUnended {
        private final KnownTask known = new KnownTask();

        @Actor
        public void adds(LL_Result r) {
            r.r1 = known.addUnlessUnended(2);
        }

        @Actor
        public void addsToo(LL_Result r) {
            r.r2 = known.addUnlessUnended(3);
        }
    }

    /** Whoever finds the key finds the task. */
    @JCStressTest
    @State
    @Outcome(id = "2, nothing, not by id", expect = ACCEPTABLE, desc = "before")
    @Outcome(id = "2, nothing", expect = ACCEPTABLE, desc = "in between")
    @Outcome(id = "2, 2", expect = ACCEPTABLE, desc = "after")
    public static class AddAgainstFindByKey {
        private final KnownTask known = new KnownTask();

        @Actor
        public void adds(LL_Result r) {
            r.r1 = known.addWithKey(2);
        }

        @Actor
        public void finds(LL_Result r) {
            r.r2 = known.foundByKey() + known.foundById(2);
        }
    }

    /** A key is free once its task is forgotten, and the new one is found by it. */
    @JCStressTest
    @State
    @Outcome(id = "1, 2, nothing", expect = ACCEPTABLE, desc = "the old one stood in")
    @Outcome(id = "1, 3, 3", expect = ACCEPTABLE, desc = "the old one was forgotten")
    public static class AddAgainstSweep extends KnownTask {
        public AddAgainstSweep() {
            endWithKey(2);
        }

        @Actor
        public void sweeps(LLL_Result r) {
            r.r1 = sweep();
        }

        @Actor
        public void adds(LLL_Result r) {
            r.r2 = addWithKey(3);
        }

        @Arbiter
        public void atTheEnd(LLL_Result r) {
            r.r3 = foundByKey();
        }
    }

    /** A task is forgotten, or it is done again: not both. */
    @JCStressTest
    @State
    @Outcome(id = "1, false, unknown", expect = ACCEPTABLE, desc = "forgotten first")
    @Outcome(id = "0, true, QUEUED v3 of nobody", expect = ACCEPTABLE, desc = "retried first")
    public static class RetryAgainstSweep extends KnownTask {
        public RetryAgainstSweep() {
            apply(cancel());
        }

        @Actor
        public void sweeps(LZL_Result r) {
            r.r1 = sweep();
        }

        @Actor
        public void retries(LZL_Result r) {
            r.r2 = apply(retry());
        }

        @Arbiter
        public void atTheEnd(LZL_Result r) {
            r.r3 = end();
        }
    }

    /** A task is forgotten once. */
    @JCStressTest
    @State
    @Outcome(id = "1, 0, unknown", expect = ACCEPTABLE, desc = "the first")
    @Outcome(id = "0, 1, unknown", expect = ACCEPTABLE, desc = "the second")
    public static class SweepTwice extends KnownTask {
        public SweepTwice() {
            apply(cancel());
        }

        @Actor
        public void sweeps(LLL_Result r) {
            r.r1 = sweep();
        }

        @Actor
        public void sweepsToo(LLL_Result r) {
            r.r2 = sweep();
        }

        @Arbiter
        public void atTheEnd(LLL_Result r) {
            r.r3 = end();
        }
    }
}
