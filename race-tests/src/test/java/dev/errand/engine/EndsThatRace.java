package dev.errand.engine;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.LLL_Result;
import org.openjdk.jcstress.infra.results.LL_Result;
import org.openjdk.jcstress.infra.results.LZL_Result;
import org.openjdk.jcstress.infra.results.ZLL_Result;
import org.openjdk.jcstress.infra.results.ZL_Result;
import org.openjdk.jcstress.infra.results.ZZL_Result;

/** What may happen to an attempt that is under way, two at a time: one of them comes first, and the other is told. */
public final class EndsThatRace {

    private EndsThatRace() {}

    /** Whoever completes wins; a cancel that came before is told so, one that came after too. */
    @JCStressTest
    @State
    @Outcome(id = "ACCEPTED, true, SUCCEEDED", expect = ACCEPTABLE, desc = "asked first, but it was done")
    @Outcome(id = "ENDED, true, SUCCEEDED", expect = ACCEPTABLE, desc = "asked too late")
    public static class CancelAgainstCompletion extends RunningTask {
        @Actor
        public void asks(LZL_Result r) {
            r.r1 = cancel();
        }

        @Actor
        public void completes(LZL_Result r) {
            r.r2 = complete();
        }

        @Arbiter
        public void atTheEnd(LZL_Result r) {
            r.r3 = end();
        }
    }

    /** The same for a failure. */
    @JCStressTest
    @State
    @Outcome(id = "ACCEPTED, true, FAILED", expect = ACCEPTABLE, desc = "asked first, but it broke")
    @Outcome(id = "ENDED, true, FAILED", expect = ACCEPTABLE, desc = "asked too late")
    public static class CancelAgainstFailure extends RunningTask {
        @Actor
        public void asks(LZL_Result r) {
            r.r1 = cancel();
        }

        @Actor
        public void fails(LZL_Result r) {
            r.r2 = fail();
        }

        @Arbiter
        public void atTheEnd(LZL_Result r) {
            r.r3 = end();
        }
    }

    /** A wish of a person comes before a limit, whichever was first. */
    @JCStressTest
    @State
    @Outcome(id = "ACCEPTED, CANCELLED", expect = ACCEPTABLE, desc = "the cancel counts")
    public static class CancelAgainstTimeout extends RunningTask {
        @Actor
        public void asks(LL_Result r) {
            r.r1 = cancel();
        }

        @Actor
        public void rings(LL_Result r) {
            timeIsUp();
        }

        @Arbiter
        public void atTheEnd(LL_Result r) {
            r.r2 = stoppedBy();
        }
    }

    /** A pause does not undo a cancel. */
    @JCStressTest
    @State
    @Outcome(id = "ACCEPTED, ACCEPTED, CANCELLING", expect = ACCEPTABLE, desc = "paused first")
    @Outcome(id = "ACCEPTED, NOT_NOW, CANCELLING", expect = ACCEPTABLE, desc = "cancelled first")
    public static class CancelAgainstPause extends RunningTask {
        @Actor
        public void asks(LLL_Result r) {
            r.r1 = cancel();
        }

        @Actor
        public void pauses(LLL_Result r) {
            r.r2 = pause();
        }

        @Arbiter
        public void atTheEnd(LLL_Result r) {
            r.r3 = end();
        }
    }

    /** A cancelled task is not tried again. */
    @JCStressTest
    @State
    @Outcome(id = "ACCEPTED, false, CANCELLING", expect = ACCEPTABLE, desc = "asked first")
    @Outcome(id = "ACCEPTED, true, CANCELLED", expect = ACCEPTABLE, desc = "asked while it waited")
    public static class CancelAgainstRetry extends RunningTask {
        @Actor
        public void asks(LZL_Result r) {
            r.r1 = cancel();
        }

        @Actor
        public void goesOn(LZL_Result r) {
            r.r2 = retryLater();
        }

        @Arbiter
        public void atTheEnd(LZL_Result r) {
            r.r3 = end();
        }
    }

    /** One of two makes the request. */
    @JCStressTest
    @State
    @Outcome(id = "ACCEPTED, ALREADY_ASKED, CANCELLING", expect = ACCEPTABLE, desc = "the first came first")
    @Outcome(id = "ALREADY_ASKED, ACCEPTED, CANCELLING", expect = ACCEPTABLE, desc = "the second came first")
    public static class CancelTwice extends RunningTask {
        @Actor
        public void asks(LLL_Result r) {
            r.r1 = cancel();
        }

        @Actor
        public void asksToo(LLL_Result r) {
            r.r2 = cancel();
        }

        @Arbiter
        public void atTheEnd(LLL_Result r) {
            r.r3 = end();
        }
    }

    /** One end of two counts. */
    @JCStressTest
    @State
    @Outcome(id = "true, false, SUCCEEDED", expect = ACCEPTABLE, desc = "completed first")
    @Outcome(id = "false, true, FAILED", expect = ACCEPTABLE, desc = "failed first")
    public static class CompletionAgainstFailure extends RunningTask {
        @Actor
        public void completes(ZZL_Result r) {
            r.r1 = complete();
        }

        @Actor
        public void fails(ZZL_Result r) {
            r.r2 = fail();
        }

        @Arbiter
        public void atTheEnd(ZZL_Result r) {
            r.r3 = end();
        }
    }

    /** A task that is asked to pause on its last item is done. */
    @JCStressTest
    @State
    @Outcome(id = "true, ACCEPTED, SUCCEEDED", expect = ACCEPTABLE, desc = "asked first, but it was done")
    @Outcome(id = "true, ENDED, SUCCEEDED", expect = ACCEPTABLE, desc = "asked too late")
    public static class CompletionAgainstPause extends RunningTask {
        @Actor
        public void completes(ZLL_Result r) {
            r.r1 = complete();
        }

        @Actor
        public void pauses(ZLL_Result r) {
            r.r2 = pause();
        }

        @Arbiter
        public void atTheEnd(ZLL_Result r) {
            r.r3 = end();
        }
    }

    /** An attempt that fails pauses if somebody asked for it, and is tried again otherwise. */
    @JCStressTest
    @State
    @Outcome(id = "PAUSED, ACCEPTED, PAUSED", expect = ACCEPTABLE, desc = "asked first")
    @Outcome(id = "LATER, NOT_NOW, WAITING_RETRY", expect = ACCEPTABLE, desc = "failed first")
    public static class FailureAgainstPause extends RunningTask {
        @Actor
        public void fails(LLL_Result r) {
            r.r1 = failButGoOn();
        }

        @Actor
        public void pauses(LLL_Result r) {
            r.r2 = pause();
        }

        @Arbiter
        public void atTheEnd(LLL_Result r) {
            r.r3 = end();
        }
    }

    /** The first reason to stop counts, and stays. */
    @JCStressTest
    @State
    @Outcome(id = "TIMED_OUT, TIMED_OUT, TIMED_OUT", expect = ACCEPTABLE, desc = "late first")
    @Outcome(id = "PAUSED, PAUSED, PAUSED", expect = ACCEPTABLE, desc = "asked first")
    public static class TimeoutAgainstPause extends RunningTask {
        @Actor
        public void rings(LLL_Result r) {
            timeIsUp();
            r.r1 = stoppedBy();
        }

        @Actor
        public void pauses(LLL_Result r) {
            pause();
            r.r2 = stoppedBy();
        }

        @Arbiter
        public void atTheEnd(LLL_Result r) {
            r.r3 = stoppedBy();
        }
    }

    /** A task is taken from its code, or the code was done: not both. */
    @JCStressTest
    @State
    @Outcome(id = "ACCEPTED, false, CANCELLED", expect = ACCEPTABLE, desc = "taken first")
    @Outcome(id = "ENDED, true, SUCCEEDED", expect = ACCEPTABLE, desc = "done first")
    public static class ForceStopAgainstCompletion extends RunningTask {
        public ForceStopAgainstCompletion() {
            cancel();
        }

        @Actor
        public void forces(LZL_Result r) {
            r.r1 = forceStop();
        }

        @Actor
        public void completes(LZL_Result r) {
            r.r2 = complete();
        }

        @Arbiter
        public void atTheEnd(LZL_Result r) {
            r.r3 = end();
        }
    }

    /** The code heeds the cancel while somebody loses patience: one end. */
    @JCStressTest
    @State
    @Outcome(id = "ACCEPTED, CANCELLED", expect = ACCEPTABLE, desc = "taken first")
    @Outcome(id = "ENDED, CANCELLED", expect = ACCEPTABLE, desc = "heeded first")
    public static class ForceStopAgainstHeeding extends RunningTask {
        public ForceStopAgainstHeeding() {
            cancel();
        }

        @Actor
        public void forces(LL_Result r) {
            r.r1 = forceStop();
        }

        @Actor
        public void heeds(LL_Result r) {
            heedCancel();
        }

        @Arbiter
        public void atTheEnd(LL_Result r) {
            r.r2 = end();
        }
    }

    /** A cancel reaches a task that is about to pause, before or after. */
    @JCStressTest
    @State
    @Outcome(id = "ACCEPTED, true, CANCELLED", expect = ACCEPTABLE, desc = "it had paused")
    @Outcome(id = "ACCEPTED, false, CANCELLING", expect = ACCEPTABLE, desc = "it was about to")
    public static class CancelAgainstHeedingAPause extends RunningTask {
        public CancelAgainstHeedingAPause() {
            pause();
        }

        @Actor
        public void asks(LZL_Result r) {
            r.r1 = cancel();
        }

        @Actor
        public void heeds(LZL_Result r) {
            r.r2 = heedPause();
        }

        @Arbiter
        public void atTheEnd(LZL_Result r) {
            r.r3 = end();
        }
    }

    /** Either it cannot be stopped any more, or it is stopped. */
    @JCStressTest
    @State
    @Outcome(id = "ACCEPTED, false, CANCELLING", expect = ACCEPTABLE, desc = "asked first")
    @Outcome(id = "PAST_NO_RETURN, true, RUNNING", expect = ACCEPTABLE, desc = "passed first")
    public static class CancelAgainstNoReturn extends RunningTask {
        @Actor
        public void asks(LZL_Result r) {
            r.r1 = cancel();
        }

        @Actor
        public void passes(LZL_Result r) {
            r.r2 = passNoReturn();
        }

        @Arbiter
        public void atTheEnd(LZL_Result r) {
            r.r3 = end();
        }
    }

    /** The same for a pause. */
    @JCStressTest
    @State
    @Outcome(id = "ACCEPTED, false, PAUSING", expect = ACCEPTABLE, desc = "asked first")
    @Outcome(id = "PAST_NO_RETURN, true, RUNNING", expect = ACCEPTABLE, desc = "passed first")
    public static class PauseAgainstNoReturn extends RunningTask {
        @Actor
        public void pauses(LZL_Result r) {
            r.r1 = pause();
        }

        @Actor
        public void passes(LZL_Result r) {
            r.r2 = passNoReturn();
        }

        @Arbiter
        public void atTheEnd(LZL_Result r) {
            r.r3 = end();
        }
    }

    /** A shutdown cuts an attempt short that is just done: one end. */
    @JCStressTest
    @State
    @Outcome(id = "false, CANCELLED", expect = ACCEPTABLE, desc = "cut first")
    @Outcome(id = "true, SUCCEEDED", expect = ACCEPTABLE, desc = "done first")
    public static class ShutdownAgainstCompletion extends RunningTask {
        @Actor
        public void cuts(ZL_Result r) {
            cutShort();
        }

        @Actor
        public void completes(ZL_Result r) {
            r.r1 = complete();
        }

        @Arbiter
        public void atTheEnd(ZL_Result r) {
            r.r2 = end();
        }
    }

    /** A shutdown cuts an attempt short that somebody cancels: cancelled in any case. */
    @JCStressTest
    @State
    @Outcome(id = "ACCEPTED, CANCELLED", expect = ACCEPTABLE, desc = "asked first, or in between")
    @Outcome(id = "ENDED, CANCELLED", expect = ACCEPTABLE, desc = "cut first")
    public static class ShutdownAgainstCancel extends RunningTask {
        @Actor
        public void cuts(LL_Result r) {
            cutShort();
        }

        @Actor
        public void asks(LL_Result r) {
            r.r1 = cancel();
        }

        @Arbiter
        public void atTheEnd(LL_Result r) {
            r.r2 = end();
        }
    }
}
