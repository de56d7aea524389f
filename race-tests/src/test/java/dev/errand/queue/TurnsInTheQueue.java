package dev.errand.queue;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.LLL_Result;
import org.openjdk.jcstress.infra.results.LL_Result;
import org.openjdk.jcstress.infra.results.L_Result;

/** Two at a time at the queue: who waits, waits once, and who runs has a permit. */
public final class TurnsInTheQueue {

    private TurnsInTheQueue() {}

    /** One task, two who take: one gets it. */
    @JCStressTest
    @State
    @Outcome(id = "first, nothing, 1 running", expect = ACCEPTABLE, desc = "the first")
    @Outcome(id = "nothing, first, 1 running", expect = ACCEPTABLE, desc = "the second")
    public static class TakeTwice extends QueueOfTwo {
        public TakeTwice() {
            queue.add(first);
        }

        @Actor
        public void takes(LLL_Result r) {
            r.r1 = nameOf(queue.take(any -> true));
        }

        @Actor
        public void takesToo(LLL_Result r) {
            r.r2 = nameOf(queue.take(any -> true));
        }

        @Arbiter
        public void atTheEnd(LLL_Result r) {
            r.r3 = end();
        }
    }

    /** A task is taken or removed; its place is free in any case. */
    @JCStressTest
    @State
    @Outcome(id = "first, 1 running", expect = ACCEPTABLE, desc = "taken first")
    @Outcome(id = "nothing, empty", expect = ACCEPTABLE, desc = "removed first")
    public static class TakeAgainstRemove extends QueueOfTwo {
        public TakeAgainstRemove() {
            queue.add(first);
        }

        @Actor
        public void takes(LL_Result r) {
            r.r1 = nameOf(queue.take(any -> true));
        }

        @Actor
        public void removes(LL_Result r) {
            queue.remove(first);
        }

        @Arbiter
        public void atTheEnd(LL_Result r) {
            r.r2 = end();
        }
    }

    /** An owner who may run one gets one. */
    @JCStressTest
    @State
    @Outcome(id = "first, nothing, 1 running, 1 waiting", expect = ACCEPTABLE, desc = "the first")
    @Outcome(id = "nothing, first, 1 running, 1 waiting", expect = ACCEPTABLE, desc = "the second")
    public static class TakeWithOnePermit extends QueueOfTwo {
        public TakeWithOnePermit() {
            queue.add(first);
            queue.add(second);
        }

        @Actor
        public void takes(LLL_Result r) {
            r.r1 = nameOf(queue.take(any -> true));
        }

        @Actor
        public void takesToo(LLL_Result r) {
            r.r2 = nameOf(queue.take(any -> true));
        }

        @Arbiter
        public void atTheEnd(LLL_Result r) {
            r.r3 = end();
        }
    }

    /** Two that come together both wait, one behind the other. */
    @JCStressTest
    @State
    @Outcome(id = "2 waiting", expect = ACCEPTABLE, desc = "in some order")
    public static class AddTwice extends QueueOfTwo {
        @Actor
        public void adds(L_Result r) {
            queue.add(first);
        }

        @Actor
        public void addsToo(L_Result r) {
            queue.add(second);
        }

        @Arbiter
        public void atTheEnd(L_Result r) {
            r.r1 = end();
        }
    }

    /** A task that is queued again while its run ends waits once. */
    @JCStressTest
    @State
    @Outcome(id = "1 waiting", expect = ACCEPTABLE, desc = "in any order")
    public static class ReleaseAgainstAdd extends QueueOfTwo {
        public ReleaseAgainstAdd() {
            queue.add(first);
            queue.take(any -> true);
        }

        @Actor
        public void releases(L_Result r) {
            queue.release(first);
        }

        @Actor
        public void adds(L_Result r) {
            queue.add(first);
        }

        @Arbiter
        public void atTheEnd(L_Result r) {
            r.r1 = end();
        }
    }

    /** A permit is given back once, and taken once. */
    @JCStressTest
    @State
    @Outcome(id = "second, 1 running", expect = ACCEPTABLE, desc = "released first")
    @Outcome(id = "nothing, 1 waiting", expect = ACCEPTABLE, desc = "taken first")
    public static class ReleaseAgainstTake extends QueueOfTwo {
        public ReleaseAgainstTake() {
            queue.add(first);
            queue.add(second);
            queue.take(any -> true);
        }

        @Actor
        public void releases(LL_Result r) {
            queue.release(first);
        }

        @Actor
        public void takes(LL_Result r) {
            r.r1 = nameOf(queue.take(any -> true));
        }

        @Arbiter
        public void atTheEnd(LL_Result r) {
            r.r2 = end();
        }
    }

    /** What is removed is not put back, and its permit is free. */
    @JCStressTest
    @State
    @Outcome(id = "empty", expect = ACCEPTABLE, desc = "in any order")
    public static class PutBackAgainstRemove extends QueueOfTwo {
        public PutBackAgainstRemove() {
            queue.add(first);
            queue.take(any -> true);
        }

        @Actor
        public void putsBack(L_Result r) {
            queue.putBack(first);
        }

        @Actor
        public void removes(L_Result r) {
            queue.remove(first);
        }

        @Arbiter
        public void atTheEnd(L_Result r) {
            r.r1 = end();
        }
    }

    /** Nothing waits in a closed queue. */
    @JCStressTest
    @State
    @Outcome(id = "nothing", expect = ACCEPTABLE, desc = "in any order")
    public static class AddAgainstClose extends QueueOfTwo {
        @Actor
        public void adds(L_Result r) {
            queue.add(first);
        }

        @Actor
        public void closes(L_Result r) {
            queue.close();
        }

        @Arbiter
        public void atTheEnd(L_Result r) {
            r.r1 = nameOf(queue.take(any -> true));
        }
    }
}
