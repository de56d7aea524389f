package dev.errand.progress;

import static java.time.Duration.ofSeconds;
import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.J_Result;
import org.openjdk.jcstress.infra.results.LL_Result;
import org.openjdk.jcstress.infra.results.ZJ_Result;

/** Counts and durations from two threads. */
public final class CountsThatRace {

    private CountsThatRace() {}

    /** Two threads count the first unit: none is lost. */
    @JCStressTest
    @State
    @Outcome(id = "2", expect = ACCEPTABLE, desc = "both")
    public static class FirstUnits {
        private final StripedCount count = new StripedCount();

        @Actor
        public void counts(J_Result r) {
            count.add(1);
        }

        @Actor
        public void countsToo(J_Result r) {
            count.add(1);
        }

        @Arbiter
        public void atTheEnd(J_Result r) {
            r.r1 = count.sum();
        }
    }

    /** At the end of the scale the count stands still. */
    @JCStressTest
    @State
    @Outcome(id = "9223372036854775807", expect = ACCEPTABLE, desc = "the end")
    public static class LargeUnits {
        private final StripedCount count = new StripedCount();

        @Actor
        public void counts(J_Result r) {
            count.add(Long.MAX_VALUE);
        }

        @Actor
        public void countsToo(J_Result r) {
            count.add(Long.MAX_VALUE);
        }

        @Arbiter
        public void atTheEnd(J_Result r) {
            r.r1 = count.sum();
        }
    }

    /** Of two sums the later is never the smaller. */
    @JCStressTest
    @State
    @Outcome(id = "true, 2", expect = ACCEPTABLE, desc = "rising")
    public static class SumsOfOneThread {
        private final StripedCount count = new StripedCount();

        @Actor
        public void counts(ZJ_Result r) {
            count.add(1);
            count.add(1);
        }

        @Actor
        public void sums(ZJ_Result r) {
            long earlier = count.sum();
            r.r1 = count.sum() >= earlier;
        }

        @Arbiter
        public void atTheEnd(ZJ_Result r) {
            r.r2 = count.sum();
        }
    }

    /** Of two runs that are entered together one is kept at least. */
    @JCStressTest
    @State
    @Outcome(id = "PT1S, PT1S", expect = ACCEPTABLE, desc = "the first")
    @Outcome(id = "PT2S, PT2S", expect = ACCEPTABLE, desc = "the second")
    @Outcome(id = "PT1S, PT2S", expect = ACCEPTABLE, desc = "both")
    public static class RecordTwice {
        private final RunHistory history = new RunHistory();

        @Actor
        public void records(LL_Result r) {
            history.record(ofSeconds(1), 1);
        }

        @Actor
        public void recordsToo(LL_Result r) {
            history.record(ofSeconds(2), 1);
        }

        @Arbiter
        public void atTheEnd(LL_Result r) {
            r.r1 = history.took(0).map(Object::toString).orElse("");
            r.r2 = history.took(1).map(Object::toString).orElse("");
        }
    }

    /** Who asks while a run is entered does not hide it from those who ask later. */
    @JCStressTest
    @State
    @Outcome(id = "PT1S, PT1S", expect = ACCEPTABLE, desc = "left out, since somebody looked")
    @Outcome(id = "PT2S, PT1S", expect = ACCEPTABLE, desc = "asked first")
    @Outcome(id = "PT2S, PT2S", expect = ACCEPTABLE, desc = "entered first")
    public static class RecordAgainstAsk {
        private final RunHistory history = new RunHistory();

        public RecordAgainstAsk() {
            history.record(ofSeconds(1), 1);
        }

        @Actor
        public void records(LL_Result r) {
            history.record(ofSeconds(2), 1);
            r.r1 = history.took(1).map(Object::toString).orElse("");
        }

        @Actor
        public void asks(LL_Result r) {
            r.r2 = history.took(1).map(Object::toString).orElse("");
        }
    }
}
