package dev.errand.registry;

import static dev.errand.TaskState.CANCELLED;
import static dev.errand.TaskState.CANCELLING;
import static dev.errand.TaskState.FAILED;
import static dev.errand.TaskState.INTERRUPTED;
import static dev.errand.TaskState.PAUSED;
import static dev.errand.TaskState.PAUSING;
import static dev.errand.TaskState.QUEUED;
import static dev.errand.TaskState.RUNNING;
import static dev.errand.TaskState.SCHEDULED;
import static dev.errand.TaskState.SUCCEEDED;
import static dev.errand.TaskState.WAITING_RETRY;

import dev.errand.Command;
import dev.errand.Failure;
import dev.errand.Outcome;
import dev.errand.Owner;
import dev.errand.RetryScope;
import dev.errand.TaskSnapshot;
import dev.errand.TaskState;
import dev.errand.progress.Progress;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One change of a task's state, as a value: a registry applies it as a whole or refuses it.
 *
 * <p>It is refused when {@link LegalTransitions} does not have it, when the task is not in a state that it is meant
 * for, or when it carries a lease other than the one that the task was started with.
 *
 * @param from the states that it is meant for; never more than the table has
 * @param to the state to come
 * @param lease for {@link TaskState#RUNNING} the new lease; otherwise the lease of the attempt that asks, or empty if
 *     somebody else asks
 * @param cause when, by whom and why
 * @param effect what changes besides
 * @param owing what is owed to others for the end of the task; empty unless somebody is to be told
 */
public record Transition(
        Set<TaskState> from, TaskState to, Optional<Lease> lease, Cause cause, Effect effect, Optional<Owing> owing) {

    /**
     * Who is to be told of an end.
     *
     * @param watched whether somebody is watching
     * @param notifiers the names of those that are to tell it, one or more
     */
    public record Owing(boolean watched, List<String> notifiers) {

        /** Copies the list. */
        public Owing {
            notifiers = List.copyOf(notifiers);
        }
    }

    /**
     * When, by whom and why.
     *
     * @param at when
     * @param by who asked for it; empty for the engine itself
     * @param note why, in words that the owner may read; empty if there is nothing to say
     */
    public record Cause(Instant at, String by, String note) {

        private static Cause ofEngine(Instant at, String note) {
            return new Cause(at, "", note);
        }

        /**
         * What somebody asks for.
         *
         * @param command who, and why
         * @param at when
         * @return the cause of what follows from it
         */
        public static Cause of(Command command, Instant at) {
            return new Cause(at, command.by(), command.reason());
        }

        /**
         * What the engine does by itself.
         *
         * @param at when
         * @return a cause in nobody's name, and without a note
         */
        public static Cause ofEngine(Instant at) {
            return ofEngine(at, "");
        }
    }

    /** What changes beside the state. */
    public sealed interface Effect {

        /** Nothing: somebody asked for something, or a time has come. */
        record None() implements Effect {}

        /** An attempt begins: it is counted, and starts with what the task's starting point says. */
        record Begin() implements Effect {}

        /**
         * An attempt is over, and the task is not.
         *
         * @param progress how far it came
         * @param why what was the matter
         * @param again how long until the next attempt is due; empty if it waits for a person
         */
        record Stop(Progress progress, Why why, Optional<Duration> again) implements Effect {}

        /**
         * The task is over.
         *
         * @param outcome how
         * @param progress how far it came; empty if no attempt was under way
         */
        record End(Outcome<? extends @Nullable Object> outcome, Optional<Progress> progress) implements Effect {}

        /**
         * A task that was over is done again, in part.
         *
         * @param scope which part
         * @param owner whose task it has to be still
         */
        record Again(RetryScope scope, Owner owner) implements Effect {

            private boolean fits(TaskSnapshot task) {
                return task.owner().equals(owner)
                        && Changeover.refusalOf(task, scope).isEmpty();
            }
        }
    }

    /** A change of which nobody is to be told. */
    private Transition(Set<TaskState> from, TaskState to, Optional<Lease> lease, Cause cause, Effect effect) {
        this(from, to, lease, cause, effect, Optional.empty());
    }

    /** Why an attempt was over before its task was. */
    public enum Why {
        /** It failed. */
        FAILED,
        /** It was asked to stop, by a person or a shutdown. */
        STOPPED,
        /** Its process died, froze or lost touch with the registry. */
        LOST
    }

    private static final String NOTE_ON_LOSS = "The process that ran it is gone.";
    private static final Effect NONE = new Effect.None();
    private static final Effect BEGIN = new Effect.Begin();

    /**
     * The time of a task that waits has come: it may start as soon as there is room. A task that was cancelled
     * meanwhile stays so.
     *
     * @param at when
     * @return from {@link TaskState#SCHEDULED}, {@link TaskState#WAITING_RETRY} or {@link TaskState#INTERRUPTED} to
     *     {@link TaskState#QUEUED}
     */
    public static Transition wake(Instant at) {
        return byEngine(Set.of(SCHEDULED, WAITING_RETRY, INTERRUPTED), QUEUED, at, "");
    }

    /**
     * An attempt begins, and holds this lease from now on.
     *
     * @param lease a new one
     * @param at when
     * @return from {@link TaskState#QUEUED} to {@link TaskState#RUNNING}
     */
    public static Transition start(Lease lease, Instant at) {
        return new Transition(Set.of(QUEUED), RUNNING, Optional.of(lease), Cause.ofEngine(at, ""), BEGIN);
    }

    /**
     * Somebody asks a running task to stop.
     *
     * @param command who, and why
     * @param at when
     * @return to {@link TaskState#CANCELLING}
     */
    public static Transition requestCancel(Command command, Instant at) {
        return by(command, Set.of(RUNNING, PAUSING), CANCELLING, at);
    }

    /**
     * Somebody asks a running task to pause.
     *
     * @param command who, and why
     * @param at when
     * @return to {@link TaskState#PAUSING}
     */
    public static Transition requestPause(Command command, Instant at) {
        return by(command, Set.of(RUNNING), PAUSING, at);
    }

    /**
     * Somebody pauses a task that is in the queue.
     *
     * @param command who, and why
     * @param at when
     * @return from {@link TaskState#QUEUED} to {@link TaskState#PAUSED}
     */
    public static Transition pauseInQueue(Command command, Instant at) {
        return by(command, Set.of(QUEUED), PAUSED, at);
    }

    /**
     * An attempt has stopped to pause.
     *
     * @param lease the attempt's
     * @param progress how far it came
     * @param failure why it failed, if it did so before it could pause
     * @param at when
     * @return from {@link TaskState#PAUSING} to {@link TaskState#PAUSED}
     */
    public static Transition pause(Lease lease, Progress progress, Optional<Failure> failure, Instant at) {
        Effect stop = new Effect.Stop(progress, failure.isPresent() ? Why.FAILED : Why.STOPPED, Optional.empty());
        String note = failure.map(Failure::sentence).orElse("");
        return new Transition(Set.of(PAUSING), PAUSED, Optional.of(lease), Cause.ofEngine(at, note), stop);
    }

    /**
     * Somebody lets a task that waits go on at once.
     *
     * @param command who, and why
     * @param at when
     * @return from {@link TaskState#PAUSED}, {@link TaskState#INTERRUPTED} or {@link TaskState#WAITING_RETRY} to
     *     {@link TaskState#QUEUED}
     */
    public static Transition resume(Command command, Instant at) {
        return by(command, Set.of(PAUSED, INTERRUPTED, WAITING_RETRY), QUEUED, at);
    }

    /**
     * Somebody lets a task that is over be done again, if it was not handed over to somebody else meanwhile.
     *
     * @param scope what is left, or the failed items; everything is done again by a new task
     * @param owner whose task it is
     * @param command who, and why
     * @param at when
     * @return from a final state to {@link TaskState#QUEUED}
     */
    public static Transition retry(RetryScope scope, Owner owner, Command command, Instant at) {
        Set<TaskState> from = Set.of(FAILED, CANCELLED, SUCCEEDED);
        return new Transition(from, QUEUED, Optional.empty(), Cause.of(command, at), new Effect.Again(scope, owner));
    }

    /**
     * Somebody cancels a task that is not running.
     *
     * @param outcome the reason
     * @param by who; empty for the engine itself
     * @param at when
     * @return to {@link TaskState#CANCELLED}
     */
    public static Transition cancel(Outcome.Cancelled<?> outcome, String by, Instant at) {
        Set<TaskState> from = Set.of(SCHEDULED, QUEUED, PAUSED, INTERRUPTED, WAITING_RETRY);
        Cause cause = new Cause(at, by, outcome.reason());
        return new Transition(from, CANCELLED, Optional.empty(), cause, new Effect.End(outcome, Optional.empty()));
    }

    /**
     * A task is taken from an attempt that does not heed the request to stop.
     *
     * @param outcome why it was to stop
     * @param cause when and by whom it is taken, and why; without a note, why it was to stop
     * @return from {@link TaskState#CANCELLING} to {@link TaskState#CANCELLED}
     */
    public static Transition forceStop(Outcome.Cancelled<?> outcome, Cause cause) {
        String note = cause.note().isBlank() ? outcome.reason() : cause.note();
        Effect end = new Effect.End(outcome, Optional.empty());
        Cause noted = new Cause(cause.at(), cause.by(), note);
        return new Transition(Set.of(CANCELLING), CANCELLED, Optional.empty(), noted, end);
    }

    /**
     * An attempt ends the task.
     *
     * @param lease the attempt's
     * @param outcome how it ended
     * @param progress how far it came
     * @param at when
     * @return to the outcome's state
     */
    public static Transition end(
            Lease lease, Outcome<? extends @Nullable Object> outcome, Progress progress, Instant at) {
        Set<TaskState> from = outcome.state() == CANCELLED ? Set.of(CANCELLING) : Set.of(RUNNING, PAUSING, CANCELLING);
        Cause cause = Cause.ofEngine(at, noteOn(outcome));
        Effect end = new Effect.End(outcome, Optional.of(progress));
        return new Transition(from, outcome.state(), Optional.of(lease), cause, end);
    }

    private static String noteOn(Outcome<? extends @Nullable Object> outcome) {
        return switch (outcome) {
            case Outcome.Failed<?> failed -> failed.failure().sentence();
            case Outcome.Cancelled<?> cancelled -> cancelled.reason();
            case Outcome.Succeeded<?> succeeded -> "";
            case Outcome.Partial<?> partial -> "";
        };
    }

    /**
     * A task that waits is given up, since nobody has begun it for too long.
     *
     * @param outcome why
     * @param at when
     * @return from QUEUED to FAILED
     */
    public static Transition giveUp(Outcome.Failed<?> outcome, Instant at) {
        Effect end = new Effect.End(outcome, Optional.empty());
        return new Transition(Set.of(QUEUED), FAILED, Optional.empty(), Cause.ofEngine(at, noteOn(outcome)), end);
    }

    /**
     * An attempt failed, and another one will follow.
     *
     * @param lease the failed attempt's
     * @param progress how far it came
     * @param failure why it failed
     * @param delay how long until the next attempt is due
     * @param at when
     * @return from {@link TaskState#RUNNING} to {@link TaskState#WAITING_RETRY}
     */
    public static Transition retryLater(Lease lease, Progress progress, Failure failure, Duration delay, Instant at) {
        Cause cause = Cause.ofEngine(at, failure.sentence());
        Effect stop = new Effect.Stop(progress, Why.FAILED, Optional.of(delay));
        return new Transition(Set.of(RUNNING), WAITING_RETRY, Optional.of(lease), cause, stop);
    }

    /**
     * An attempt is cut short through no fault of its own.
     *
     * @param lease the attempt's
     * @param progress how far it came
     * @param again how long until the next attempt is due; empty if a person has to ask for it
     * @param at when
     * @return from {@link TaskState#RUNNING} or {@link TaskState#PAUSING} to {@link TaskState#INTERRUPTED}
     */
    public static Transition interrupt(Lease lease, Progress progress, Optional<Duration> again, Instant at) {
        Cause cause = Cause.ofEngine(at, "");
        Effect stop = new Effect.Stop(progress, Why.STOPPED, again);
        return new Transition(Set.of(RUNNING, PAUSING), INTERRUPTED, Optional.of(lease), cause, stop);
    }

    /**
     * An attempt is lost with its process.
     *
     * @param lease the attempt's; one that has begun since is left alone
     * @param progress how far it came, as far as is known
     * @param again how long until the next attempt is due; empty if a person has to ask for it
     * @param at when
     * @return from {@link TaskState#RUNNING} to {@link TaskState#INTERRUPTED}
     */
    public static Transition lose(Lease lease, Progress progress, Optional<Duration> again, Instant at) {
        Cause cause = Cause.ofEngine(at, NOTE_ON_LOSS);
        Effect stop = new Effect.Stop(progress, Why.LOST, again);
        return new Transition(Set.of(RUNNING), INTERRUPTED, Optional.of(lease), cause, stop);
    }

    /**
     * An end of which others are to be told.
     *
     * @param who who is
     * @return a changed copy
     */
    public Transition owing(Owing who) {
        return new Transition(from, to, lease, cause, effect, Optional.of(who));
    }

    /**
     * The notice that is owed for the task after this transition.
     *
     * @param after the task
     * @return empty if nobody is to be told
     */
    public Optional<OwedNotice> owedFor(TaskSnapshot after) {
        return owing.map(who -> new OwedNotice(
                after.id(), after.version(), who.watched, at(), new OwedNotice.Rest(who.notifiers, "", 0)));
    }

    /**
     * When it happens.
     *
     * @return the instant of its cause
     */
    public Instant at() {
        return cause.at();
    }

    /**
     * When the task is to be woken after this, by the registry's clock, in whole microseconds.
     *
     * @return empty unless an attempt is over and another one follows
     */
    public Optional<Instant> dueAt() {
        return effect instanceof Effect.Stop stop
                ? stop.again().map(delay -> at().plus(delay).truncatedTo(ChronoUnit.MICROS))
                : Optional.empty();
    }

    /**
     * Whether this may happen to a task, apart from the lease.
     *
     * @param task where the task stands
     * @return true if it is meant for that state, the table has it, and the task has not gone too far
     */
    public boolean fits(TaskEntry task) {
        return from.contains(task.snapshot().state())
                && LegalTransitions.allow(task.snapshot().status(), to)
                && !(task.snapshot().status().irrevocable() && (to == CANCELLING || to == PAUSING))
                && !(effect instanceof Effect.Again again && !again.fits(task.snapshot()));
    }

    /**
     * The task after this transition. Does not ask whether it is legal.
     *
     * @param before the task before it
     * @return the next version
     */
    public TaskEntry applyTo(TaskEntry before) {
        return new Changeover(this, before).entry();
    }

    private static Transition by(Command command, Set<TaskState> from, TaskState to, Instant at) {
        return new Transition(from, to, Optional.empty(), Cause.of(command, at), NONE);
    }

    private static Transition byEngine(Set<TaskState> from, TaskState to, Instant at, String note) {
        return new Transition(from, to, Optional.empty(), Cause.ofEngine(at, note), NONE);
    }
}
