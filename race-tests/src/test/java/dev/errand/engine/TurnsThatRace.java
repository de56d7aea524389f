package dev.errand.engine;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;

import dev.errand.TaskContext;
import dev.errand.TaskFailedException;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.LLL_Result;
import org.openjdk.jcstress.infra.results.LL_Result;
import org.openjdk.jcstress.infra.results.ZL_Result;

/** What lets a task begin, wait and go on, two at a time; and a shutdown that comes in between. */
public final class TurnsThatRace {

    private TurnsThatRace() {}

    /** A cancel meets a task at its start, on its way, or after it. */
    @JCStressTest
    @State
    @Outcome(id = "left clean, ACCEPTED, CANCELLED", expect = ACCEPTABLE, desc = "heeded, or never started")
    @Outcome(id = "left clean, ACCEPTED, SUCCEEDED", expect = ACCEPTABLE, desc = "it was done")
    @Outcome(id = "left clean, ENDED, SUCCEEDED", expect = ACCEPTABLE, desc = "asked too late")
    public static class StartAgainstCancel extends QueuedTask {
        @Actor
        public void runs(LLL_Result r) {
            r.r1 = run();
        }

        @Actor
        public void asks(LLL_Result r) {
            r.r2 = cancel();
        }

        @Arbiter
        public void atTheEnd(LLL_Result r) {
            r.r3 = end();
        }
    }

    /** A pause finds it in the queue, or on its way where it cannot pause, or after it. */
    @JCStressTest
    @State
    @Outcome(id = "left clean, ACCEPTED, PAUSED", expect = ACCEPTABLE, desc = "it had not started")
    @Outcome(id = "left clean, NOT_PAUSABLE, SUCCEEDED", expect = ACCEPTABLE, desc = "it saves no checkpoints")
    @Outcome(id = "left clean, ENDED, SUCCEEDED", expect = ACCEPTABLE, desc = "asked too late")
    public static class StartAgainstPause extends QueuedTask {
        @Actor
        public void runs(LLL_Result r) {
            r.r1 = run();
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

    /** What a shutdown does not see does not start. */
    @JCStressTest
    @State
    @Outcome(id = "left clean, CANCELLED", expect = ACCEPTABLE, desc = "it had not started")
    @Outcome(id = "left clean, SUCCEEDED", expect = ACCEPTABLE, desc = "it had")
    public static class StartAgainstShutdown extends QueuedTask {
        /** As whoever submits a task looks at the door afterwards. */
        private void cancelIfNobodyDid() {
            supervisor.cancelIfClosed(task);
        }

        @Actor
        public void runs(LL_Result r) {
            r.r1 = run();
        }

        @Actor
        public void closes(LL_Result r) {
            closeTheDoor();
        }

        @Arbiter
        public void atTheEnd(LL_Result r) {
            cancelIfNobodyDid();
            r.r2 = end();
        }
    }

    /** The time is up while it is being done: in time or too late, and the interrupt does not outlive it. */
    @JCStressTest
    @State
    @Outcome(id = "left clean, SUCCEEDED", expect = ACCEPTABLE, desc = "done in time, or without heeding")
    @Outcome(id = "left clean, WAITING_RETRY", expect = ACCEPTABLE, desc = "stopped, and tried again")
    public static class CompletionAgainstTimeout extends QueuedTask {
        @Actor
        public void runs(LL_Result r) {
            r.r1 = run();
        }

        @Actor
        public void rings(LL_Result r) {
            pass(TIMEOUT);
        }

        @Arbiter
        public void atTheEnd(LL_Result r) {
            r.r2 = end();
        }
    }

    /** The time is up while it fails: what comes after the interrupt is taken for its answer. */
    @JCStressTest
    @State
    @Outcome(id = "left clean, FAILED", expect = ACCEPTABLE, desc = "failed first")
    @Outcome(id = "left clean, WAITING_RETRY", expect = ACCEPTABLE, desc = "interrupted first, and tried again")
    public static class FailureAgainstTimeout extends QueuedTask {
        @Override
        String code(TaskContext context) throws TaskFailedException {
            throw new TaskFailedException("It broke.");
        }

        @Actor
        public void runs(LL_Result r) {
            r.r1 = run();
        }

        @Actor
        public void rings(LL_Result r) {
            pass(TIMEOUT);
        }

        @Arbiter
        public void atTheEnd(LL_Result r) {
            r.r2 = end();
        }
    }

    /** One of two lets it go on. */
    @JCStressTest
    @State
    @Outcome(id = "ACCEPTED, ALREADY_ASKED, QUEUED", expect = ACCEPTABLE, desc = "the first came first")
    @Outcome(id = "ALREADY_ASKED, ACCEPTED, QUEUED", expect = ACCEPTABLE, desc = "the second came first")
    public static class ResumeTwice extends RunningTask {
        public ResumeTwice() {
            pause();
            heedPause();
        }

        @Actor
        public void resumes(LLL_Result r) {
            r.r1 = resume();
        }

        @Actor
        public void resumesToo(LLL_Result r) {
            r.r2 = resume();
        }

        @Arbiter
        public void atTheEnd(LLL_Result r) {
            r.r3 = end();
        }
    }

    /** What was cancelled does not go on, and is in no queue. */
    @JCStressTest
    @State
    @Outcome(id = "ACCEPTED, ACCEPTED, CANCELLED", expect = ACCEPTABLE, desc = "resumed first")
    @Outcome(id = "ENDED, ACCEPTED, CANCELLED", expect = ACCEPTABLE, desc = "cancelled first")
    public static class ResumeAgainstCancel extends RunningTask {
        public ResumeAgainstCancel() {
            pause();
            heedPause();
        }

        @Actor
        public void resumes(LLL_Result r) {
            r.r1 = resume();
        }

        @Actor
        public void asks(LLL_Result r) {
            r.r2 = cancel();
        }

        @Arbiter
        public void atTheEnd(LLL_Result r) {
            r.r3 = end();
        }
    }

    /** A person and an alarm let it go on: once. */
    @JCStressTest
    @State
    @Outcome(id = "ACCEPTED, QUEUED", expect = ACCEPTABLE, desc = "the person came first")
    @Outcome(id = "ALREADY_ASKED, QUEUED", expect = ACCEPTABLE, desc = "the alarm came first")
    public static class ResumeAgainstAlarm extends RunningTask {
        public ResumeAgainstAlarm() {
            retryLater();
        }

        @Actor
        public void resumes(LL_Result r) {
            r.r1 = resume();
        }

        @Actor
        public void rings(LL_Result r) {
            pass(RETRY_DELAY);
        }

        @Arbiter
        public void atTheEnd(LL_Result r) {
            r.r2 = end();
        }
    }

    /** An alarm does not wake up what was cancelled. */
    @JCStressTest
    @State
    @Outcome(id = "ACCEPTED, CANCELLED", expect = ACCEPTABLE, desc = "in any case")
    public static class CancelAgainstAlarm extends RunningTask {
        public CancelAgainstAlarm() {
            retryLater();
        }

        @Actor
        public void asks(LL_Result r) {
            r.r1 = cancel();
        }

        @Actor
        public void rings(LL_Result r) {
            pass(RETRY_DELAY);
        }

        @Arbiter
        public void atTheEnd(LL_Result r) {
            r.r2 = end();
        }
    }

    /** Both find a task that waits. */
    @JCStressTest
    @State
    @Outcome(id = "ACCEPTED, ACCEPTED, CANCELLED", expect = ACCEPTABLE, desc = "paused first")
    @Outcome(id = "ENDED, ACCEPTED, CANCELLED", expect = ACCEPTABLE, desc = "cancelled first")
    public static class PauseInTheQueueAgainstCancel extends RunningTask {
        public PauseInTheQueueAgainstCancel() {
            retryLater();
            resume();
        }

        @Actor
        public void pauses(LLL_Result r) {
            r.r1 = pause();
        }

        @Actor
        public void asks(LLL_Result r) {
            r.r2 = cancel();
        }

        @Arbiter
        public void atTheEnd(LLL_Result r) {
            r.r3 = end();
        }
    }

    /** What is to go on is in the queue. */
    @JCStressTest
    @State
    @Outcome(id = "ACCEPTED, ACCEPTED, QUEUED", expect = ACCEPTABLE, desc = "paused first")
    @Outcome(id = "ACCEPTED, ALREADY_ASKED, PAUSED", expect = ACCEPTABLE, desc = "resumed first")
    public static class PauseInTheQueueAgainstResume extends RunningTask {
        public PauseInTheQueueAgainstResume() {
            retryLater();
            resume();
        }

        @Actor
        public void pauses(LLL_Result r) {
            r.r1 = pause();
        }

        @Actor
        public void resumes(LLL_Result r) {
            r.r2 = resume();
        }

        @Arbiter
        public void atTheEnd(LLL_Result r) {
            r.r3 = end();
        }
    }

    /** Nothing waits behind a closed door. */
    @JCStressTest
    @State
    @Outcome(id = "true, CANCELLED", expect = ACCEPTABLE, desc = "by either of them")
    public static class RetryLaterAgainstShutdown extends RunningTask {
        @Actor
        public void goesOn(ZL_Result r) {
            r.r1 = retryLater();
        }

        @Actor
        public void closes(ZL_Result r) {
            closeTheDoor();
        }

        @Arbiter
        public void atTheEnd(ZL_Result r) {
            r.r2 = end();
        }
    }

    /** Nothing is paused behind a closed door. */
    @JCStressTest
    @State
    @Outcome(id = "true, CANCELLED", expect = ACCEPTABLE, desc = "by either of them")
    public static class PauseAgainstShutdown extends RunningTask {
        public PauseAgainstShutdown() {
            pause();
        }

        @Actor
        public void heeds(ZL_Result r) {
            r.r1 = heedPause();
        }

        @Actor
        public void closes(ZL_Result r) {
            closeTheDoor();
        }

        @Arbiter
        public void atTheEnd(ZL_Result r) {
            r.r2 = end();
        }
    }

    /** Nothing is queued behind a closed door. */
    @JCStressTest
    @State
    @Outcome(id = "ACCEPTED, CANCELLED", expect = ACCEPTABLE, desc = "resumed first")
    @Outcome(id = "ENDED, CANCELLED", expect = ACCEPTABLE, desc = "closed first")
    public static class ResumeAgainstShutdown extends RunningTask {
        public ResumeAgainstShutdown() {
            pause();
            heedPause();
        }

        @Actor
        public void resumes(LL_Result r) {
            r.r1 = resume();
        }

        @Actor
        public void closes(LL_Result r) {
            closeTheDoor();
        }

        @Arbiter
        public void atTheEnd(LL_Result r) {
            r.r2 = end();
        }
    }

    /** One of two has it done again. */
    @JCStressTest
    @State
    @Outcome(id = "AGAIN, NOT_RETRYABLE, QUEUED and alive", expect = ACCEPTABLE, desc = "the first came first")
    @Outcome(id = "NOT_RETRYABLE, AGAIN, QUEUED and alive", expect = ACCEPTABLE, desc = "the second came first")
    public static class RetryTwice extends RunningTask {
        public RetryTwice() {
            fail();
        }

        @Actor
        public void retries(LLL_Result r) {
            r.r1 = retry();
        }

        @Actor
        public void retriesToo(LLL_Result r) {
            r.r2 = retry();
        }

        @Arbiter
        public void atTheEnd(LLL_Result r) {
            r.r3 = stateAfterRetry();
        }
    }

    /** Whoever is told the end may have it done again at once. */
    @JCStressTest
    @State
    @Outcome(id = "AGAIN, QUEUED and alive", expect = ACCEPTABLE, desc = "it had ended")
    @Outcome(id = "NOT_RETRYABLE, FAILED and gone", expect = ACCEPTABLE, desc = "it had not")
    public static class RetryAgainstItsEnd extends RunningTask {
        @Actor
        public void fails(LL_Result r) {
            fail();
        }

        @Actor
        public void retries(LL_Result r) {
            r.r1 = retry();
        }

        @Arbiter
        public void atTheEnd(LL_Result r) {
            r.r2 = stateAfterRetry();
        }
    }

    /** A command is for the life that it finds. */
    @JCStressTest
    @State
    @Outcome(id = "AGAIN, ENDED, QUEUED and alive", expect = ACCEPTABLE, desc = "asked first, of one that has ended")
    @Outcome(id = "AGAIN, ACCEPTED, CANCELLED and gone", expect = ACCEPTABLE, desc = "asked last, of one that waits")
    public static class RetryAgainstCancel extends RunningTask {
        public RetryAgainstCancel() {
            fail();
        }

        @Actor
        public void retries(LLL_Result r) {
            r.r1 = retry();
        }

        @Actor
        public void asks(LLL_Result r) {
            r.r2 = cancel();
        }

        @Arbiter
        public void atTheEnd(LLL_Result r) {
            r.r3 = stateAfterRetry();
        }
    }
}
