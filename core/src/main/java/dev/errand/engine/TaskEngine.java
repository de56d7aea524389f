package dev.errand.engine;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import dev.errand.Answer;
import dev.errand.Command;
import dev.errand.InvalidInputException;
import dev.errand.Owner;
import dev.errand.Sharing;
import dev.errand.SubmitOptions;
import dev.errand.TaskHandle;
import dev.errand.TaskId;
import dev.errand.TaskRefusedException;
import dev.errand.TaskSnapshot;
import dev.errand.TaskType;
import dev.errand.artifact.ArtifactStore;
import dev.errand.registry.NodeStatus;
import dev.errand.registry.PausedType;
import dev.errand.registry.TaskQuery;
import dev.errand.registry.TaskRegistry;
import dev.errand.registry.TaskSummary;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs tasks in the background: takes a submission, answers at once with a handle, and does the rest.
 *
 * {@snippet :
 * try (TaskEngine tasks = TaskEngine.inMemory()) {
 *     TaskHandle<Integer> handle = tasks.submit("count claims", context -> countClaims(context));
 *     handle.await(ofSeconds(30));
 * }
 * }
 *
 * <p>With the registry in memory a task lives as long as the process: what has not ended when it dies is lost. With a
 * {@linkplain dev.errand.registry.DurableTaskRegistry durable} one, tasks of registered types outlive it, and several engines
 * may share them; those written in place still live and end with the process.
 *
 * <p>An application has one engine, shared by all threads. Submitting never waits for room: it is refused when a limit is
 * reached. It takes as long as the registry takes to write it down.
 */
public final class TaskEngine implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(TaskEngine.class);

    private final Definitions definitions;
    private final ArtifactStore artifacts;
    private final Duration shutdownGrace;
    private final Desk inPlace;
    private final Desk registered;
    private final @Nullable Share share;
    private final Recurrences recurrences;
    private final Shutdown shutdown;
    private final Courier courier;
    private final Pauses pauses;

    TaskEngine(
            Definitions definitions,
            EngineParts parts,
            @Nullable SharedParts shared,
            List<TaskEngineBuilder.Recurring<?>> recurring,
            Duration shutdownGrace) {
        recurring.forEach(each -> each.require(definitions)); // before others know of this engine
        this.definitions = definitions;
        this.artifacts = parts.artifacts();
        this.shutdownGrace = shutdownGrace;
        Announcements announcements = new Announcements(parts.hooks().listeners());
        LiveTasks live = new LiveTasks(parts.limits().waiting());
        List<TaskRegistry> registries = new ArrayList<>(List.of(parts.registry()));
        if (shared != null) {
            registries.add(shared.registry());
        }
        this.courier = new Courier(parts.hooks().notifiers(), List.copyOf(registries), parts.time());
        Changes changes = new Changes(parts.registry(), announcements, courier.debts(live::isWatched), shown -> {});
        LocalSupervisor local = new LocalSupervisor(parts, live, changes);
        Drafts drafts = new Drafts(parts.time(), parts.hooks().traces());
        this.share = shared == null ? null : Share.open(shared, announcements, drafts, courier);
        this.inPlace = new Reception(parts, local, definitions, drafts);
        this.registered = share == null ? inPlace : share.desk();
        ProgressReports progress = new ProgressReports(local, Runnable::run);
        List<Runnable> everySecond =
                new ArrayList<>(List.of(progress::write, local.dispatcher()::retry, courier::beat));
        TaskRegistry lasting = parts.registry();
        Executor looks = Runnable::run;
        if (share != null) {
            everySecond.add(share::reportProgress);
            lasting = share.registry();
            looks = Thread::startVirtualThread;
        }
        this.pauses = new Pauses(lasting, parts.time(), share == null ? local.dispatcher()::retry : share::wake);
        this.recurrences = new Recurrences(
                recurring.stream()
                        .<Recurrences.Entry>map(each -> each.entry(definitions, registered))
                        .toList(),
                lasting,
                registered,
                parts.time(),
                looks);
        Pulse pulse = new Pulse(parts.time(), everySecond, registries, artifacts);
        this.shutdown = new Shutdown(parts, local, share, announcements, pulse);
        parts.executors().onRoom(() -> {
            local.dispatcher().retry();
            if (share != null) {
                share.onRoom();
            }
        });
        pulse.start();
        recurrences.start();
        LOG.info(
                "Errand runs {} task types with {}",
                definitions.byName().size(),
                lasting.getClass().getSimpleName());
    }

    /**
     * An engine that needs nothing and knows no types: for tasks written where they are submitted.
     *
     * @return an engine in memory, on virtual threads
     */
    public static TaskEngine inMemory() {
        return builder().build();
    }

    /**
     * Begins to put an engine together.
     *
     * @return a builder with the defaults of {@link #inMemory()}
     */
    public static TaskEngineBuilder builder() {
        return new TaskEngineBuilder();
    }

    /**
     * Submits a task that is written in place, for the application itself.
     *
     * @param title what people see; one line of up to 200 characters
     * @param task the code
     * @param <R> the result
     * @return the task's handle, at once
     * @throws InvalidInputException if the title is blank, too long or has control characters
     * @throws TaskRefusedException if the queue is full, or the engine is shut down
     */
    @CanIgnoreReturnValue
    public <R extends @Nullable Object> TaskHandle<R> submit(String title, AdHocTask<R> task) {
        return submit(task, SubmitOptions.defaults().title(title));
    }

    /**
     * Submits a task that is written in place.
     *
     * @param task the code
     * @param options owner, title, when, priority; nothing that compares it with others, since it has no input
     * @param <R> the result
     * @return the task's handle, at once
     * @throws InvalidInputException if there is a key, or another task is to stand in for it
     * @throws TaskRefusedException if the queue is full, or the engine is shut down
     */
    @CanIgnoreReturnValue
    public <R extends @Nullable Object> TaskHandle<R> submit(AdHocTask<R> task, SubmitOptions options) {
        requireNothingToCompare(options);
        return inPlace.submit(Definition.adHoc(Objects.requireNonNull(task, "task")), null, options);
    }

    /**
     * Submits a task for the application itself.
     *
     * @param type a registered type
     * @param input what the task works on
     * @param <I> the input
     * @param <R> the result
     * @return the task's handle, at once
     * @throws InvalidInputException if no task is registered under the type, or the input is not of its type
     * @throws TaskRefusedException if the queue is full, or the engine is shut down
     */
    @CanIgnoreReturnValue
    public <I, R extends @Nullable Object> TaskHandle<R> submit(TaskType<I, R> type, I input) {
        return submit(type, input, SubmitOptions.defaults());
    }

    /**
     * Submits a task.
     *
     * @param type a registered type
     * @param input what the task works on; it must not change any more
     * @param options owner, title, key, delay
     * @param <I> the input
     * @param <R> the result
     * @return the task's handle, at once; the handle of the earlier task if the key is in use
     * @throws InvalidInputException if no task is registered under the type, or the input is not of its type
     * @throws TaskRefusedException if the queue is full, the engine is shut down, or the key belongs to a task with
     *     another input
     */
    @CanIgnoreReturnValue
    public <I, R extends @Nullable Object> TaskHandle<R> submit(TaskType<I, R> type, I input, SubmitOptions options) {
        Definition<I, R> definition = definitions.of(type);
        Definitions.requireInput(type, input);
        return registered.submit(definition, input, options);
    }

    /**
     * Submits a task without input for the application itself.
     *
     * @param type a registered type
     * @param <R> the result
     * @return the task's handle, at once
     * @throws InvalidInputException if no task is registered under the type
     * @throws TaskRefusedException if the queue is full, or the engine is shut down
     */
    @CanIgnoreReturnValue
    public <R extends @Nullable Object> TaskHandle<R> submit(TaskType<Void, R> type) {
        return submit(type, SubmitOptions.defaults());
    }

    /**
     * Submits a task without input.
     *
     * @param type a registered type
     * @param options owner, title, key, delay
     * @param <R> the result
     * @return the task's handle, at once; the handle of the earlier task if the key is in use
     * @throws InvalidInputException if no task is registered under the type
     * @throws TaskRefusedException if the queue is full, or the engine is shut down
     */
    @CanIgnoreReturnValue
    public <R extends @Nullable Object> TaskHandle<R> submit(TaskType<Void, R> type, SubmitOptions options) {
        return registered.submit(definitions.of(type), null, options);
    }

    /**
     * Submits a task, and waits a little for it: a quick one need not be asked for again.
     *
     * @param type a registered type
     * @param input what the task works on; it must not change any more
     * @param options owner, title, key, when
     * @param limit how long to wait at most
     * @param <I> the input
     * @param <R> the result
     * @return the outcome, or the handle of a task that goes on
     * @throws InvalidInputException as {@link #submit(TaskType, Object, SubmitOptions)}
     * @throws TaskRefusedException as {@link #submit(TaskType, Object, SubmitOptions)}
     * @throws InterruptedException if the waiting thread is interrupted; the task goes on
     */
    public <I, R extends @Nullable Object> Answer<R> submitAndAwait(
            TaskType<I, R> type, I input, SubmitOptions options, Duration limit) throws InterruptedException {
        TaskHandle<R> handle = submit(type, input, options);
        return handle.await(limit)
                .<Answer<R>>map(outcome -> new Answer.Now<>(handle, outcome))
                .orElseGet(() -> new Answer.Later<>(handle));
    }

    /**
     * Submits many tasks of one type and owner: all of them are accepted, or none.
     *
     * @param type a registered type
     * @param inputs what each of them works on
     * @param options owner, title, when, priority; nothing that compares a task with others
     * @param <I> the input
     * @param <R> the result
     * @return their handles, in the order of the inputs
     * @throws InvalidInputException if no task is registered under the type, an input is not of its type, or there is a
     *     key, or other tasks are to stand in for them
     * @throws TaskRefusedException if there is no room for all of them, or the engine is shut down
     */
    @CanIgnoreReturnValue
    public <I, R extends @Nullable Object> List<TaskHandle<R>> submitAll(
            TaskType<I, R> type, List<I> inputs, SubmitOptions options) {
        Definition<I, R> definition = definitions.of(type);
        inputs.forEach(input -> Definitions.requireInput(type, input));
        if (options.key().isPresent() || !options.sharing().equals(Sharing.NONE)) {
            throw new InvalidInputException("options", options, "have no key, and share nothing, for many tasks");
        }
        return registered.submitAll(definition, inputs, options);
    }

    /**
     * Looks up a task, whoever owns it. For operators: in the name of a person ask {@link #find(TaskId, Owner)}.
     *
     * @param id its id
     * @return empty if it is unknown, or forgotten
     */
    public Optional<TaskHandle<?>> find(TaskId id) {
        Optional<TaskHandle<?>> here = inPlace.find(id);
        return here.isPresent() || share == null ? here : registered.find(id);
    }

    /**
     * Looks up a task of one owner.
     *
     * @param id its id
     * @param owner who asks
     * @return empty if it is unknown, forgotten, or somebody else's: one cannot be told from the other
     */
    public Optional<TaskHandle<?>> find(TaskId id, Owner owner) {
        Objects.requireNonNull(owner, "owner");
        return find(id).filter(handle -> handle.snapshot().owner().equals(owner));
    }

    /**
     * Looks up a task of one owner and one type, to have its outcome with the right type.
     *
     * @param type a registered type
     * @param id its id
     * @param owner who asks
     * @param <I> the input
     * @param <R> the result
     * @return empty if it is unknown, forgotten, somebody else's, or of another type
     * @throws InvalidInputException if no task is registered under the type
     */
    @SuppressWarnings("unchecked") // the type is compared here
    public <I, R extends @Nullable Object> Optional<TaskHandle<R>> find(TaskType<I, R> type, TaskId id, Owner owner) {
        String name = definitions.of(type).type().name();
        return find(id, owner)
                .filter(handle -> handle.snapshot().submission().type().equals(name))
                .map(handle -> (TaskHandle<R>) handle);
    }

    /**
     * What is in doubt in the {@linkplain dev.errand.TaskContext#ledger() ledger} of a task, for a person who finds out and
     * decides. Whoever asks in the name of an owner looks the task up first by {@link #find(TaskId, Owner)}.
     *
     * @param id its id
     * @return empty if it is unknown, or forgotten
     */
    public Optional<Doubts> doubts(TaskId id) {
        Optional<Doubts> here = inPlace.doubts(id);
        return here.isPresent() || share == null ? here : registered.doubts(id);
    }

    /**
     * Lists tasks, the newest first.
     *
     * @param query which ones, and how many at most
     * @return a page of them
     */
    public List<TaskSnapshot> list(TaskQuery query) {
        List<TaskSnapshot> here = inPlace.list(query);
        return share == null
                ? here
                : Stream.concat(here.stream(), registered.list(query).stream())
                        .sorted(Comparator.comparing(TaskSnapshot::id).reversed())
                        .limit(query.limit())
                        .toList();
    }

    /**
     * Lists the types of tasks that this engine knows, whether they run here or elsewhere.
     *
     * @return in the order of their names
     */
    public List<TaskType<?, ?>> types() {
        return definitions.types().values().stream()
                .sorted(Comparator.comparing(TaskType::name))
                .toList();
    }

    /**
     * Counts the tasks of one owner, for a badge.
     *
     * @param owner the owner
     * @return how many are active, need attention, and have ended unseen
     */
    public TaskSummary summary(Owner owner) {
        Objects.requireNonNull(owner, "owner");
        TaskSummary here = inPlace.archive().summary(owner);
        return share == null ? here : here.plus(registered.archive().summary(owner));
    }

    /**
     * When a task of one owner was forgotten, since it was old or was {@linkplain TaskHandle#delete deleted}: to tell her that
     * it is gone rather than that there is none. For thirty days at least; in memory, for the latest ten thousand.
     *
     * @param id its id
     * @param owner who asks
     * @return empty if it is known, never was, or was somebody else's: one cannot be told from the other
     */
    public Optional<Instant> forgottenAt(TaskId id, Owner owner) {
        Objects.requireNonNull(owner, "owner");
        Optional<Instant> here = inPlace.archive().forgottenAt(id, owner);
        return here.isPresent() || share == null ? here : registered.archive().forgottenAt(id, owner);
    }

    /**
     * Lists what recurs.
     *
     * @return in the order of registration
     */
    public List<RecurringTask> recurring() {
        return recurrences.list();
    }

    /**
     * Lists the engines that share the registry of this one.
     *
     * @return this one among them, the latest started first; none if the registry is not shared
     */
    public List<NodeStatus> nodes() {
        return share == null ? List.of() : share.nodes();
    }

    /**
     * Lists the tasks that one of these engines runs.
     *
     * @param node its id
     * @return the newest first, a thousand at most; none if there is no such engine
     */
    public List<TaskSnapshot> runningOn(UUID node) {
        return share == null ? List.of() : share.registry().runningOn(node);
    }

    /**
     * Asks an engine that shares the registry to start nothing more, as before its machine is taken away, or to start
     * something again. What it runs goes on. It sees that with its next heartbeat.
     *
     * @param node its id
     * @param drain whether to start nothing more
     * @return false if there is no such engine
     */
    @CanIgnoreReturnValue
    public boolean drain(UUID node, boolean drain) {
        return share != null && share.registry().drain(node, drain);
    }

    /**
     * Lets the tasks of a type wait, as while what they need is away: none is begun until {@link #resumeType} is called, here
     * or in any other engine that shares the registry, and also after a restart where that is durable. Tasks are submitted
     * as before. Those that run go on, and so does one that is about to.
     *
     * @param type the name of the type, which need not be registered here
     * @param command who asks, and why
     * @return false if it was paused before
     * @throws InvalidInputException if no type can have that name, or tasks of it are not shared as those of others are: a task
     *     that is written where it is submitted begins there
     */
    @CanIgnoreReturnValue
    public boolean pauseType(String type, Command command) {
        if (share != null && type.equals(Definition.AD_HOC)) {
            throw new InvalidInputException(
                    "task type", type, "be one whose tasks are shared: these begin where they are submitted");
        }
        return pauses.pause(type, command);
    }

    /**
     * Lets the tasks of a type that was {@linkplain #pauseType paused} begin.
     *
     * @param type the name of the type
     * @param command who asks, and why; it is logged
     * @return false if it was not paused
     */
    @CanIgnoreReturnValue
    public boolean resumeType(String type, Command command) {
        return pauses.resume(type, command);
    }

    /**
     * Lists the types that are paused.
     *
     * @return in the order of their names
     */
    public List<PausedType> pausedTypes() {
        return pauses.list();
    }

    /**
     * Where the files of tasks are.
     *
     * @return the store, to read them from
     */
    public ArtifactStore artifacts() {
        return artifacts;
    }

    /**
     * This engine for code that knows executors, for the application itself. See
     * {@link #asExecutorService(SubmitOptions)}.
     *
     * @return a new view of this engine
     */
    public ExecutorService asExecutorService() {
        return asExecutorService(SubmitOptions.defaults());
    }

    /**
     * This engine for code that knows executors: what is handed in becomes a task written in place, under the title
     * "Runnable" or "Callable" unless the options have one. Its future is that of {@link TaskHandle#asFuture}, so that
     * what is said there about cancelling holds here too: work that was cancelled while it runs, also by
     * {@code shutdownNow}, {@code invokeAny} or at the end of the time of {@code invokeAll}, is done when it has stopped.
     *
     * <p>Handing in never blocks. What the engine refuses is a {@link java.util.concurrent.RejectedExecutionException} with
     * the {@link TaskRefusedException} as its cause.
     *
     * <p>The view has a life of its own, since the engine is shared with others. Its {@code shutdown} refuses new work and
     * leaves the engine as it is; its {@code shutdownNow} cancels what was handed in through it, and returns what never
     * began, a {@code Callable} as a {@link java.util.concurrent.FutureTask} of it; and it waits for its own work only:
     * {@code close} without a limit, as every {@code ExecutorService} does. A shutdown of the engine ends that work, and
     * with it the wait.
     *
     * @param options owner, title, when, priority of what is handed in; nothing that compares it with others, since it has
     *     no input
     * @return a new view of this engine
     * @throws InvalidInputException if there is a key, or another task is to stand in for what is handed in
     */
    public ExecutorService asExecutorService(SubmitOptions options) {
        requireNothingToCompare(options);
        return new SubmittingService(this, options);
    }

    /**
     * Shuts down: takes no more tasks, cancels those that wait, lets those that run come to their end within the grace,
     * and interrupts the rest. Tasks in a durable registry are not cancelled: those that wait stay in the queue, and those
     * that are interrupted go back there. Blocks for the grace and one second at most. May be called again, and from inside
     * a task.
     *
     * @param grace how long to let running tasks run
     * @return true if all of them ended by themselves
     * @throws InvalidInputException if the grace is negative
     * @throws InterruptedException if the waiting thread is interrupted; the rest is then done without waiting
     */
    @CanIgnoreReturnValue
    public boolean shutdown(Duration grace) throws InterruptedException {
        if (grace.isNegative()) {
            throw new InvalidInputException("grace", grace, "be zero or more");
        }
        recurrences.close();
        try {
            return shutdown.run(grace);
        } finally {
            courier.stop();
        }
    }

    /** Shuts down with the grace that the engine was built with. An interrupt cuts it short and is kept. */
    @Override
    public void close() {
        try {
            shutdown(shutdownGrace);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void requireNothingToCompare(SubmitOptions options) {
        String must = "not be given for a task written in place, which has no input to compare";
        if (options.key().isPresent()) {
            throw new InvalidInputException("key", options.key().get(), must);
        }
        if (!options.sharing().equals(Sharing.NONE)) {
            throw new InvalidInputException("sharing", options.sharing(), must);
        }
    }
}
