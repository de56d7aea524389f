package dev.errand.testkit.crash;

import dev.errand.Reply;
import dev.errand.TaskHandle;
import dev.errand.TaskState;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One way to disturb a run, at one of several points. */
enum Disturbance {
    /** An attempt ends in the middle of a call, and another machine goes on. */
    STOP("stopped before and after every checkpoint") {

        @Override
        int points(Counts undisturbed) {
            return 2 * undisturbed.saved() + 1;
        }

        @Override
        String at(int point, Counts undisturbed) {
            int checkpoint = (point + 1) / 2;
            if (checkpoint > undisturbed.saved()) {
                return "stopped when its code was through, right before its end was written down";
            }
            return (point % 2 == 1 ? "stopped right before checkpoint " : "stopped right after checkpoint ")
                    + checkpoint + " of " + undisturbed.saved() + " was saved";
        }

        @Override
        <I, R extends @Nullable Object> void play(Trial<I, R> trial, int point, Counts undisturbed)
                throws InterruptedException {
            int checkpoint = (point + 1) / 2;
            Hold hold = point % 2 == 1 ? Hold.beforeCheckpoint(checkpoint) : Hold.afterCheckpoint(checkpoint);
            Machine<I, R> first = trial.submit(checkpoint > undisturbed.saved() ? Hold.atTheEnd() : hold);
            if (trial.awaitHeld(first)) {
                trial.check();
                trial.takeFrom(first);
                first.watch().die();
                trial.awaitQuiet(first);
                trial.awaitEnd(trial.goOnElsewhere(Hold.nowhere()));
            }
            trial.checkEnd(true);
        }
    },

    /** Somebody cancels the task while it works on an item. */
    CANCEL("cancelled at every item") {

        @Override
        int points(Counts undisturbed) {
            return undisturbed.items();
        }

        @Override
        String at(int point, Counts undisturbed) {
            return "cancelled at item " + point + " of " + undisturbed.items();
        }

        @Override
        <I, R extends @Nullable Object> void play(Trial<I, R> trial, int point, Counts undisturbed)
                throws InterruptedException {
            Machine<I, R> machine = trial.submit(Hold.atItem(point));
            boolean asked = trial.awaitHeld(machine) && machine.handle().cancel(Machine.KIT) != Reply.PAST_NO_RETURN;
            machine.watch().release();
            trial.awaitCancelled(machine);
            boolean cancelled = trial.task().state() == TaskState.CANCELLED;
            trial.requireObedience(machine);
            if (!cancelled && machine.watch().wasTold()) {
                throw trial.broken("was told to stop, and ended " + trial.task().state(), null);
            }
            trial.checkEnd(!cancelled || !asked);
        }
    },

    /** An attempt freezes, another machine does the task, and the frozen one wakes up. */
    FREEZE("frozen after every checkpoint") {

        @Override
        int points(Counts undisturbed) {
            return undisturbed.saved() + 1;
        }

        @Override
        String at(int point, Counts undisturbed) {
            return point == 1
                    ? "frozen in its first call of the context"
                    : "frozen in its first call after checkpoint " + (point - 1) + " of " + undisturbed.saved();
        }

        @Override
        <I, R extends @Nullable Object> void play(Trial<I, R> trial, int point, Counts undisturbed)
                throws InterruptedException {
            Machine<I, R> frozen = trial.submit(Hold.inTheCallAfterCheckpoint(point - 1));
            if (trial.awaitHeld(frozen)) {
                trial.check();
                trial.takeFrom(frozen);
                trial.awaitEnd(trial.goOnElsewhere(Hold.nowhere()));
                trial.checkEnd(true);
                trial.wake(frozen);
            }
            trial.checkEnd(true);
        }
    },

    /** The same is submitted again while the first task is under way. */
    SUBMIT_TWICE("submitted a second time at every item") {

        @Override
        int points(Counts undisturbed) {
            return undisturbed.items() + 1;
        }

        @Override
        String at(int point, Counts undisturbed) {
            return "submitted a second time while the first task was " + place(point, undisturbed);
        }

        @Override
        <I, R extends @Nullable Object> void play(Trial<I, R> trial, int point, Counts undisturbed)
                throws InterruptedException {
            Machine<I, R> machine = trial.submit(Hold.atItem(point));
            Optional<TaskHandle<R>> second = Optional.empty();
            if (trial.awaitHeld(machine)) {
                second = machine.submitAgain();
                if (second.isPresent() && second.get().place().isEmpty()) {
                    second.get().await(trial.patience());
                }
                trial.check();
            }
            machine.watch().release();
            trial.awaitEnd(machine);
            if (second.isPresent()) {
                trial.awaitEnd(second.get());
            }
            trial.checkEnd(second);
        }
    },

    /** A frozen attempt wakes up while the one that has taken its task over is under way. */
    OVERLAP("two attempts at once at every item") {

        @Override
        int points(Counts undisturbed) {
            return undisturbed.items() + 1;
        }

        @Override
        String at(int point, Counts undisturbed) {
            return "taken over by a second attempt while the first, which went on beside it, was "
                    + place(point, undisturbed);
        }

        @Override
        <I, R extends @Nullable Object> void play(Trial<I, R> trial, int point, Counts undisturbed)
                throws InterruptedException {
            Machine<I, R> first = trial.submit(Hold.atItem(point));
            if (trial.awaitHeld(first)) {
                trial.takeFrom(first);
                Machine<I, R> second = trial.goOnElsewhere(Hold.atItem(1));
                if (trial.awaitHeld(second)) {
                    trial.wake(first);
                    trial.check();
                }
                second.watch().release();
                trial.awaitEnd(second);
            }
            trial.checkEnd(true);
        }
    };

    private final String words;

    Disturbance(String words) {
        this.words = words;
    }

    @Override
    public String toString() {
        return words;
    }

    /** At how many points it can be done, if a run comes across so much when nobody disturbs it. */
    abstract int points(Counts undisturbed);

    /** What happens to the task at one of them, 1 for the first. */
    abstract String at(int point, Counts undisturbed);

    /** Does it. */
    abstract <I, R extends @Nullable Object> void play(Trial<I, R> trial, int point, Counts undisturbed)
            throws InterruptedException;

    private static String place(int item, Counts undisturbed) {
        return item > undisturbed.items() ? "through with its code" : "at item " + item + " of " + undisturbed.items();
    }
}
