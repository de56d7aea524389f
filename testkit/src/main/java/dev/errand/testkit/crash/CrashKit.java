package dev.errand.testkit.crash;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import dev.errand.BackgroundTask;
import dev.errand.InvalidInputException;
import dev.errand.SubmitOptions;
import dev.errand.TaskType;
import dev.errand.When;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.function.ThrowingConsumer;

/**
 * Runs a task of your own while everything goes wrong that can go wrong with tasks, and looks whether what you promise
 * still holds.
 *
 * {@snippet :
 * CrashKit.of(PAY, () -> new PayClaims(office))
 *         .input(new ClaimQuery("auto"))
 *         .before(office::reset)
 *         .invariant("no claim is paid twice", run -> assertThat(office.payments()).doesNotHaveDuplicates())
 *         .whenSucceeded("all claims are paid", run -> assertThat(office.payments()).hasSize(5))
 *         .stopAtEveryCheckpoint()
 *         .cancelAtEveryItem()
 *         .freezeAtEveryCheckpoint()
 *         .duplicate()
 *         .run();
 * }
 *
 * <p>First the task is run undisturbed, to count its items and checkpoints. Then it is run once for each point at which
 * it can be disturbed, each time in a world that {@link #before} has made ready. It runs on virtual threads, with a
 * registry in memory. Each process that it goes through has an engine, and an instance of the task, of its own; what it
 * leaves in a field is lost with it, as in a crash. The time of the engines stands still but for the grace of a
 * cancelled task, and a retry follows its failed attempt at once. There is no chance in it: the same task is held at
 * the same points each time.
 *
 * <p>An item is what the context's loops hand out, or a {@code checkCancelled()} or {@code isCancelled()} that lets the
 * task go on. For one thread, and one {@link #run}.
 *
 * @param <I> the task's input
 * @param <R> its result
 */
public final class CrashKit<I, R extends @Nullable Object> {

    private final TaskType<I, R> type;
    private final Supplier<? extends BackgroundTask<? super I, ? extends R>> task;
    private final List<Executable> preparations = new ArrayList<>();
    private final List<Promises.Promise> promises = new ArrayList<>();
    private final Set<Disturbance> disturbances = EnumSet.noneOf(Disturbance.class);
    private @Nullable I input;
    private SubmitOptions options = SubmitOptions.defaults();
    private Setup.Limits limits = Setup.Limits.DEFAULT;

    private CrashKit(TaskType<I, R> type, Supplier<? extends BackgroundTask<? super I, ? extends R>> task) {
        this.type = type;
        this.task = task;
    }

    /**
     * Begins with a task.
     *
     * @param type its type, with the policy that it is registered with
     * @param task makes an instance, for each process that a run goes through
     * @param <I> the input
     * @param <R> the result
     * @return a kit that disturbs nothing yet
     */
    public static <I, R extends @Nullable Object> CrashKit<I, R> of(
            TaskType<I, R> type, Supplier<? extends BackgroundTask<? super I, ? extends R>> task) {
        return new CrashKit<>(type, task);
    }

    /**
     * What is submitted. A task without input needs none.
     *
     * @param value the input
     * @return this kit
     */
    @CanIgnoreReturnValue
    public CrashKit<I, R> input(I value) {
        input = value;
        return this;
    }

    /**
     * How it is submitted. When to start is left out, since time stands still.
     *
     * @param other owner, key, and whether one joins a running task; by default, the application itself
     * @return this kit
     */
    @CanIgnoreReturnValue
    public CrashKit<I, R> options(SubmitOptions other) {
        options = new SubmitOptions(
                other.owner(), other.title(), other.key(), When.NOW, other.priority(), other.sharing(), other.trace());
        return this;
    }

    /**
     * Makes the world ready, before each run.
     *
     * @param preparation one more, after those before it
     * @return this kit
     */
    @CanIgnoreReturnValue
    public CrashKit<I, R> before(Executable preparation) {
        preparations.add(preparation);
        return this;
    }

    /**
     * What must hold at any time: it is looked at where the task is disturbed, and when it has ended.
     *
     * @param name what is promised, to be told if it is broken
     * @param check throws if it is; on the thread that runs the kit
     * @return this kit
     */
    @CanIgnoreReturnValue
    public CrashKit<I, R> invariant(String name, ThrowingConsumer<CrashRun> check) {
        return promise(name, Promises.When.ALWAYS, check);
    }

    /**
     * What must hold when the task has ended, however it did.
     *
     * @param name what is promised, to be told if it is broken
     * @param check throws if it is; on the thread that runs the kit
     * @return this kit
     */
    @CanIgnoreReturnValue
    public CrashKit<I, R> atEnd(String name, ThrowingConsumer<CrashRun> check) {
        return promise(name, Promises.When.AT_END, check);
    }

    /**
     * What must hold when the task has succeeded, in full or in part. It has to in each run but those in which it is
     * cancelled.
     *
     * @param name what is promised, to be told if it is broken
     * @param check throws if it is; on the thread that runs the kit
     * @return this kit
     */
    @CanIgnoreReturnValue
    public CrashKit<I, R> whenSucceeded(String name, ThrowingConsumer<CrashRun> check) {
        return promise(name, Promises.When.ON_SUCCESS, check);
    }

    /**
     * Stops an attempt right before, and right after, each checkpoint is saved, and when its code is through, before
     * its end is written down; another process then goes on from the last checkpoint. Whatever the task writes into its
     * {@linkplain dev.errand.TaskContext#ledger() ledger} is a checkpoint here as well.
     *
     * <p>The attempt is stopped by an {@link Error} that comes out of the call in which the checkpoint is saved, and
     * out of every later one. So transactions are rolled back, and {@code finally} runs, which a killed process does
     * not do; {@link #freezeAtEveryCheckpoint} lets the other process work before that.
     *
     * @return this kit
     */
    @CanIgnoreReturnValue
    public CrashKit<I, R> stopAtEveryCheckpoint() {
        return disturb(Disturbance.STOP);
    }

    /**
     * Cancels the task while it works on each item. It must end within the {@linkplain #cancelWithin limit}, as
     * cancelled; as succeeded only if it has not been told to stop, since nothing was left to do.
     *
     * @return this kit
     */
    @CanIgnoreReturnValue
    public CrashKit<I, R> cancelAtEveryItem() {
        return disturb(Disturbance.CANCEL);
    }

    /**
     * Freezes an attempt in its first call of the context, and in the first one after each checkpoint; lets another
     * process do the task meanwhile, and wakes it. Nothing that it reports then may count, and it has to stop when it
     * is told to.
     *
     * @return this kit
     */
    @CanIgnoreReturnValue
    public CrashKit<I, R> freezeAtEveryCheckpoint() {
        return disturb(Disturbance.FREEZE);
    }

    /**
     * Lets two of them be under way at once, beginning at each item: the same submission twice in one process, which
     * share one instance of the task; and two attempts of one submission in two processes, of which the first has lost
     * the task and does not know it yet.
     *
     * <p>Of two submissions one may fail. If the second waits for the first, which is held, the kit waits for its
     * patience to be over.
     *
     * @return this kit
     */
    @CanIgnoreReturnValue
    public CrashKit<I, R> duplicate() {
        return disturb(Disturbance.SUBMIT_TWICE).disturb(Disturbance.OVERLAP);
    }

    /**
     * How long a cancelled task may take to end, by the clock of the machine. If the grace of the type is shorter, its
     * thread is interrupted when that is over.
     *
     * @param limit more than zero; two seconds by default
     * @return this kit
     * @throws InvalidInputException if it is zero or less
     */
    @CanIgnoreReturnValue
    public CrashKit<I, R> cancelWithin(Duration limit) {
        limits = new Setup.Limits(limits.patience(), positive("cancel within", limit), limits.points());
        return this;
    }

    /**
     * How long a task may take until it comes to a point or ends. A run in which it takes longer has failed.
     *
     * @param limit more than zero; ten seconds by default
     * @return this kit
     * @throws InvalidInputException if it is zero or less
     */
    @CanIgnoreReturnValue
    public CrashKit<I, R> patience(Duration limit) {
        limits = new Setup.Limits(positive("patience", limit), limits.cancel(), limits.points());
        return this;
    }

    /**
     * At how many points each disturbance is tried. If there are more, they are evenly spread, with the first and the
     * last of them; the report says so.
     *
     * @param points 2 or more; 200 by default
     * @return this kit
     * @throws InvalidInputException if it is less
     */
    @CanIgnoreReturnValue
    public CrashKit<I, R> atMost(int points) {
        if (points < 2) {
            throw new InvalidInputException("at most", points, "be 2 or more");
        }
        limits = new Setup.Limits(limits.patience(), limits.cancel(), points);
        return this;
    }

    /**
     * Runs the task undisturbed, and then once for each disturbance and point. Blocks until it is through; an interrupt
     * fails the run, and is kept.
     *
     * @return what was tried
     * @throws AssertionError at the first run that goes wrong: it says how the task was disturbed, what it did, and
     *     what states it went through. The cause is what the check, or the task, has thrown
     */
    @CanIgnoreReturnValue
    public CrashReport run() {
        Setup<I, R> setup = new Setup<>(type, task, input, options, new Promises(preparations, promises), limits);
        try {
            return new Session<>(setup).run(disturbances);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("the crash kit was interrupted", e);
        }
    }

    private CrashKit<I, R> promise(String name, Promises.When when, ThrowingConsumer<CrashRun> check) {
        promises.add(new Promises.Promise(name, when, check));
        return this;
    }

    @CanIgnoreReturnValue
    private CrashKit<I, R> disturb(Disturbance disturbance) {
        disturbances.add(disturbance);
        return this;
    }

    private static Duration positive(String field, Duration limit) {
        if (!limit.isPositive()) {
            throw new InvalidInputException(field, limit, "be more than zero");
        }
        return limit;
    }
}
