package dev.errand.progress;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Holds the estimates of simulated tasks against how long they really took. */
class CalibrationTest {

    private static final int TASKS = 200;

    enum Task {
        STEADY,
        NOISY,
        VERY_NOISY,
        SPEEDING_UP,
        SLOWING_DOWN,
        BURSTY;

        /** How long a unit takes, as a multiple of its mean, at a share of the task. */
        double secondsFor(double share, Random random) {
            double noise = switch (this) {
                case STEADY -> 0;
                case VERY_NOISY -> 1;
                case NOISY, SPEEDING_UP, SLOWING_DOWN, BURSTY -> 0.3;
            };
            double trend = switch (this) {
                case STEADY, NOISY, VERY_NOISY -> 1;
                case SPEEDING_UP -> 1.5 - share;
                case SLOWING_DOWN -> 0.5 + share;
                case BURSTY -> share * 40 % 1 < 0.5 ? 0.2 : 1.8;
            };
            return trend * Math.exp(noise * random.nextGaussian() - noise * noise / 2); // log-normal
        }
    }

    /** Looks after the first fifth of a task, and those of them at which the truth lay within the range. */
    private static final class Score {
        private int looks;
        private int estimates;
        private int within;
        private int sure;
        private int sureAndWithin;

        void add(Progress progress, double trueSecondsLeft) {
            looks++;
            progress.timeLeft().ifPresent(left -> {
                boolean holds = seconds(left.low()) <= trueSecondsLeft && trueSecondsLeft <= seconds(left.high());
                estimates++;
                within += holds ? 1 : 0;
                sure += left.confidence() == Confidence.GOOD ? 1 : 0;
                sureAndWithin += left.confidence() == Confidence.GOOD && holds ? 1 : 0;
            });
        }

        private static double seconds(Duration duration) {
            return duration.toNanos() / 1e9;
        }

        double share() {
            return within / (double) estimates;
        }

        double shareOfSure() {
            return sureAndWithin / (double) Math.max(1, sure);
        }

        @Override
        public String toString() {
            return String.format(
                    "%d looks, %d estimates, %.1f %% hold; %d sure, %.1f %% hold",
                    looks, estimates, 100 * share(), sure, 100 * shareOfSure());
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"STEADY", "NOISY", "VERY_NOISY"})
    void theTruthLiesMostlyWithinTheRangeOfASteadyTask(Task task) {
        Score score = simulate(task, new RunHistory());

        assertThat(score.estimates).as("%s: %s", task, score).isGreaterThan(score.looks * 9 / 10);
        assertThat(score.share()).as("%s: %s", task, score).isGreaterThan(0.7);
        assertThat(score.shareOfSure()).as("%s: %s", task, score).isGreaterThan(0.7);
    }

    @ParameterizedTest
    @EnumSource(names = {"STEADY", "NOISY"})
    void isSureOfASteadyTaskMostOfTheTime(Task task) {
        Score score = simulate(task, new RunHistory());

        assertThat(score.sure).as("%s: %s", task, score).isGreaterThan(score.looks / 2);
    }

    @Test
    void earlierRunsThatWereLikeThisOneDoNoHarm() {
        Score score = new Score();
        RunHistory history = new RunHistory();
        for (int seed = 0; seed < TASKS; seed++) {
            Simulation simulation = new Simulation(Task.NOISY, seed);
            simulation.run(history, score);
            history.record(Duration.ofMillis((long) (simulation.end() * 1_000)), simulation.doneAt.length);
        }

        assertThat(score.estimates).as("%s", score).isEqualTo(score.looks);
        assertThat(score.share()).as("%s", score).isGreaterThan(0.7);
    }

    @ParameterizedTest
    @EnumSource(names = {"SPEEDING_UP", "SLOWING_DOWN", "BURSTY"})
    void aTaskThatChangesIsSeldomClaimedToBeSure(Task task) {
        Score score = simulate(task, new RunHistory());

        assertThat(score.estimates).as("%s: %s", task, score).isGreaterThan(score.looks / 2);
        assertThat(score.share()).as("%s: %s", task, score).isGreaterThan(0.5);
        assertThat(score.sure).as("%s: %s", task, score).isLessThan(score.looks / 4);
    }

    private static Score simulate(Task task, RunHistory history) {
        Score score = new Score();
        for (int seed = 0; seed < TASKS; seed++) {
            new Simulation(task, seed).run(history, score);
        }
        return score;
    }

    /** One task, looked at once a second of its own time. */
    private static final class Simulation {

        private final double[] doneAt;

        Simulation(Task task, int seed) {
            Random random = new Random(seed);
            doneAt = new double[50 + random.nextInt(5_000)];
            double secondsPerUnit = (30 + random.nextInt(600)) / (double) doneAt.length;
            double now = 0;
            for (int unit = 0; unit < doneAt.length; unit++) {
                now += secondsPerUnit * task.secondsFor(unit / (double) doneAt.length, random);
                doneAt[unit] = now;
            }
        }

        double end() {
            return doneAt[doneAt.length - 1];
        }

        void run(RunHistory history, Score score) {
            ProgressTracker tracker = new ProgressTracker(
                    ProgressTracker.Start.at(0), Progress.NOT_STARTED, history, ProgressTracker.STALL_AFTER);
            tracker.total(doneAt.length);
            double end = end();
            int units = 0;
            for (double now = 1; now < end; now++) {
                while (doneAt[units] <= now) {
                    tracker.advance();
                    units++;
                }
                Progress progress = tracker.at((long) (now * 1e9));
                if (now > end / 5) {
                    score.add(progress, end - now);
                }
            }
        }
    }
}
