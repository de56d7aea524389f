package dev.errand;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/**
 * The submitter's view of one task: watch it, wait for it, ask it to stop.
 *
 * <p>Every method may be called from any thread, at any time, also after the task has ended. None but {@link #await}
 * blocks, except for the time that a store or a registry takes to answer.
 *
 * @param <R> what the task returns when it succeeds; {@code Void} for a task run for its effect
 */
public interface TaskHandle<R extends @Nullable Object> {

    /**
     * The task's id: what the person who asked takes away.
     *
     * @return the same for every handle of this task
     */
    TaskId id();

    /**
     * Whether the submission that gave this handle added no task, since another one stood in for it: one with the same
     * {@linkplain SubmitOptions#key(String) key}, or one that it {@linkplain Sharing shares}. It is what the registry said, so
     * that of several who submit with one key at the same time exactly one is told that the task is new.
     *
     * @return false for the handle of a task that was added, and of one that was found
     */
    boolean isStandIn();

    /**
     * The task as it is now.
     *
     * @return a new picture; for a task that the registry has forgotten, the last one
     */
    TaskSnapshot snapshot();

    /**
     * The task as it is known without asking a registry, which may be away: as it was when this handle was made, or later.
     *
     * @return for a submission, the task as it was accepted, or as the one was that {@linkplain #isStandIn() stood in} for it
     */
    TaskSnapshot lastKnown();

    /**
     * Waits until the task has ended, or the limit is reached. The task is not affected by either.
     *
     * @param limit how long to wait at most; zero or less only looks
     * @return how the task ended; empty if it has not
     * @throws TaskNotAcceptedException as {@link #completion}
     * @throws InterruptedException if the waiting thread is interrupted
     */
    @CanIgnoreReturnValue
    Optional<Outcome<R>> await(Duration limit) throws InterruptedException;

    /**
     * Completes with the outcome when the task has ended: a failed task has an outcome like any other.
     *
     * <p>It completes with an exception, a {@link TaskNotAcceptedException}, in one case only: the task was submitted within
     * a transaction of the host's, and that was not seen to commit for an hour, or before the engine was closed.
     *
     * @return a stage. What depends on it runs on a virtual thread, and keeps no thread from the next task; what is added
     *     when the task has ended runs on the thread that adds it
     */
    CompletionStage<Outcome<R>> completion();

    /**
     * The task for code that knows futures.
     *
     * <p>{@link Future#get()} gives the result of a task that succeeded, in full or in part. For one that failed it throws
     * what the task threw as the cause of an {@link java.util.concurrent.ExecutionException}, or a
     * {@link TaskFailedException} with the sentence for the owner where that is not known; for one that was cancelled a
     * {@link java.util.concurrent.CancellationException} with the reason. What was kept of either, only
     * {@link #completion()} tells.
     *
     * <p>{@link Future#cancel} asks the task to stop in the name of its owner, with {@code false} as {@link #cancel()}
     * does, and with {@code true} without the grace: the thread of the task is interrupted at once. It returns true if
     * the task is to stop, whoever asked first, and false if it has ended or has come too far.
     *
     * <p>The future is done when the task has ended. A task that waits is cancelled on the spot, but one that runs has to
     * heed the request: until it does {@link Future#isDone()} is false and {@code get()} waits, and if it comes to its end
     * first {@link Future#isCancelled()} stays false and {@code get()} gives its result. So a future never says that a
     * task was cancelled while its code goes on, unless it was {@linkplain #forceStop taken} from it.
     *
     * @return a view of this task, of which there may be any number; only {@code get} blocks
     */
    Future<R> asFuture();

    /**
     * Snapshots as they come: one at once, one for every change of state, one a second while progress is made, and the
     * last one when the task has ended. The one error they end with is that of {@link #completion}.
     *
     * <p>A subscriber that is slow, or requests little, misses what lies between and gets the newest; it slows nobody
     * down. Subscribers are called on threads of their own, one call at a time.
     *
     * @return a publisher for any number of subscribers
     */
    Flow.Publisher<TaskSnapshot> updates();

    /**
     * Where the task stands in the queue, now.
     *
     * @return empty unless it is queued
     */
    Optional<QueuePlace> place();

    /**
     * When the process that runs the task has last shown that it is alive, by the clock of this machine; while it runs in this
     * process, a moment ago.
     *
     * @return empty unless it runs
     */
    Optional<Instant> lastHeartbeat();

    /**
     * Asks the task to stop, in the name of its owner, and returns at once. See {@link #cancel(Command)}.
     *
     * @return true if this call made the request; false if it came after another one, or too late
     */
    @CanIgnoreReturnValue
    default boolean cancel() {
        return cancel(ownersCommand()).isAccepted();
    }

    /**
     * Asks the task to stop, and returns at once.
     *
     * <p>A task that waits is cancelled on the spot. One that runs sees its context turn cancelled and, after the
     * {@linkplain TimeLimits#cancelGrace() grace} of its type, its thread is interrupted. A task that heeds neither
     * runs to its end, and its outcome is then what it did, unless its type has a limit for
     * {@linkplain TaskType#forceStopAfter that}.
     *
     * @param command who asks, and why
     * @return whether this call made the request, and if not, why
     */
    @CanIgnoreReturnValue
    Reply cancel(Command command);

    /**
     * Asks the task to pause, in the name of its owner. See {@link #pause(Command)}.
     *
     * @return true if this call made the request
     */
    @CanIgnoreReturnValue
    default boolean pause() {
        return pause(ownersCommand()).isAccepted();
    }

    /**
     * Asks the task to pause, and returns at once.
     *
     * <p>A task in the queue is paused on the spot. One that runs stops at its next item, gives its thread back, and goes
     * on from its last checkpoint when it is resumed; one that saves no checkpoints cannot be paused while it runs.
     *
     * @param command who asks, and why
     * @return whether this call made the request, and if not, why
     */
    @CanIgnoreReturnValue
    Reply pause(Command command);

    /**
     * Lets the task go on, in the name of its owner. See {@link #resume(Command)}.
     *
     * @return true if this call did
     */
    @CanIgnoreReturnValue
    default boolean resume() {
        return resume(ownersCommand()).isAccepted();
    }

    /**
     * Lets a task that is paused, was interrupted, or waits for its next attempt, go on: it is queued at once.
     *
     * @param command who asks, and why
     * @return whether this call did, and if not, why
     */
    @CanIgnoreReturnValue
    Reply resume(Command command);

    /**
     * Takes a task that was asked to stop, and does not heed it, from its code: it is cancelled at once. What the code
     * goes on to do counts no more, but its thread is occupied until it ends.
     *
     * @param command who asks, and why
     * @return whether this call did; {@link Reply#NOT_NOW} unless the task is {@link TaskState#CANCELLING}
     */
    @CanIgnoreReturnValue
    Reply forceStop(Command command);

    /**
     * Does a task that has ended again, in the name of its owner. See {@link #retry(RetryScope, Command)}.
     *
     * @param scope how much of it
     * @return the handle of what is to come
     * @throws TaskRefusedException as the other method
     */
    @CanIgnoreReturnValue
    default TaskHandle<R> retry(RetryScope scope) {
        return retry(scope, ownersCommand());
    }

    /**
     * Does a task that has ended again: one that failed, was cancelled, or has failed items. {@link RetryScope#ALL} does
     * any task again, as a new one.
     *
     * @param scope how much of it
     * @param command who asks, and why
     * @return the handle of what is to come; this one keeps the outcome that it has
     * @throws TaskRefusedException if there is nothing to be done again with this scope, the task has not ended or is
     *     forgotten, its code is not registered, or the queue is full
     */
    @CanIgnoreReturnValue
    TaskHandle<R> retry(RetryScope scope, Command command);

    /**
     * As {@link #retry(RetryScope, Command)}, with a key that makes it harmless to ask twice for {@link RetryScope#ALL}: while
     * the registry knows the task that the first call made, the second one gets its handle. It is one of the keys of
     * {@linkplain SubmitOptions#key(String) submissions}. The other scopes need none, and do without it: a task that is being
     * done again has not ended.
     *
     * @param scope how much of it
     * @param command who asks, and why
     * @param key 1 to 200 characters, none of them a control character
     * @return the handle of what is to come, or is {@linkplain #isStandIn() there already}
     * @throws TaskRefusedException as the other method; {@link TaskRefusedException.Reason#KEY_IN_USE} if the key belongs to a
     *     task that is not this one done again
     * @throws InvalidInputException if the key is blank, too long or has control characters
     */
    @CanIgnoreReturnValue
    TaskHandle<R> retry(RetryScope scope, Command command, String key);

    /**
     * Notes that the owner has seen how the task ended: it counts among her news no more. Doing it again makes it news again.
     *
     * @return true if this call did; false if it was noted before, or the task has not ended, is forgotten, or was handed over to
     *     somebody else since this handle was made
     */
    @CanIgnoreReturnValue
    boolean markSeen();

    /**
     * Notes that a file of the task was fetched, to its end, once more: see {@link TaskSnapshot#downloads()}.
     *
     * @param file one of its files
     * @return false if the task has no such file, or is forgotten
     */
    @CanIgnoreReturnValue
    boolean countDownload(Artifact file);

    /**
     * Keeps a file of a task that has ended for another while: from now on for as long as its store keeps a new one. If it is
     * kept for longer already, that stays. Its id stays too, and with it every link to it; {@link TaskSnapshot#artifacts()} says
     * until when it is kept now, while a description that the task returned as its result says what it said. The task itself is
     * {@linkplain TaskSnapshot#keptUntil() remembered} as long, too. Blocks while the store and the registry are asked.
     *
     * @param file one of its files, by any of its descriptions
     * @param command who asks, and why; the timeline says it
     * @return whether this call did, and if not, why: {@link Reply#NOT_ENDED}, or {@link Reply#NOT_NOW} if the task has no such
     *     file or is forgotten
     * @throws dev.errand.artifact.ArtifactException if the store cannot do so, above all if the file is
     *     {@linkplain dev.errand.artifact.ArtifactException#isGone() gone}
     */
    @CanIgnoreReturnValue
    Reply keep(Artifact file, Command command);

    /**
     * Gives a task that has ended to somebody else of the same organisation: it is hers then, with its files and as news, and
     * its former owner does not find it any more. Blocks while the registry is asked.
     *
     * @param to the owner to be
     * @param command who asks, and why; the timeline says it
     * @return whether this call did, and if not, why: {@link Reply#ALREADY_ASKED} if it is hers already,
     *     {@link Reply#NOT_ENDED}, {@link Reply#KEY_TAKEN}, or {@link Reply#NOT_NOW} if the task is forgotten
     * @throws InvalidInputException if she is of another tenant
     */
    @CanIgnoreReturnValue
    Reply handOver(Owner to, Command command);

    /**
     * Forgets the task and deletes its files, in the name of its owner. See {@link #delete(Command)}.
     *
     * @return true if this call did
     */
    @CanIgnoreReturnValue
    default boolean delete() {
        return delete(ownersCommand()).isAccepted();
    }

    /**
     * Forgets a task that has ended and deletes its files now, rather than when the registry would. It cannot be undone; all
     * that is kept, for some time, is that there was such a task of this owner.
     *
     * <p>The task is forgotten first: files that cannot be deleted at that moment are deleted when they expire.
     *
     * @param command who asks, and why; it is logged
     * @return whether this call did, and if not, why: {@link Reply#NOT_ENDED}, {@link Reply#ALREADY_ASKED} if it is
     *     forgotten already, or {@link Reply#HANDED_OVER} if it is somebody else's by now
     */
    @CanIgnoreReturnValue
    Reply delete(Command command);

    private Command ownersCommand() {
        return Command.by(snapshot().owner().id());
    }
}
