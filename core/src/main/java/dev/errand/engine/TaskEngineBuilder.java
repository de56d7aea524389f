package dev.errand.engine;

import static java.util.Objects.requireNonNull;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import dev.errand.BackgroundTask;
import dev.errand.InvalidInputException;
import dev.errand.Permits;
import dev.errand.SubmitOptions;
import dev.errand.TaskType;
import dev.errand.TraceParent;
import dev.errand.When;
import dev.errand.artifact.ArtifactStore;
import dev.errand.cluster.SharedExecutor;
import dev.errand.cluster.TaskDistributor;
import dev.errand.event.TaskInterceptor;
import dev.errand.event.TaskListener;
import dev.errand.executor.TaskExecutor;
import dev.errand.notice.TaskNotifier;
import dev.errand.registry.DurableTaskRegistry;
import dev.errand.registry.Liveness;
import dev.errand.registry.MemoryTaskRegistry;
import dev.errand.registry.Node;
import dev.errand.registry.TaskRegistry;
import dev.errand.schedule.Recurrence;
import dev.errand.time.TimeSource;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Puts an engine together. Everything but the task types has a default that needs nothing installed.
 *
 * <p>For one thread; the engine that it builds is for all of them. Registry, executor and store belong to that engine
 * alone from then on; it shuts the executor down and closes the store. One that cannot be built does neither.
 */
public final class TaskEngineBuilder {

    private static final int DEFAULT_MAX_RUNNING = 100;
    private static final int DEFAULT_MAX_WAITING = 10_000;
    private static final int DEFAULT_MAX_WAITING_DURABLE = 1_000_000;
    private static final int MOST_NOTIFIERS = 10;
    private static final Pattern NOTIFIER_NAME = Pattern.compile("[A-Za-z0-9-]{1,50}");
    private static final Duration DEFAULT_SHUTDOWN_GRACE = Duration.ofSeconds(10);

    private final Map<String, Definition<?, ?>> definitions = new LinkedHashMap<>();
    private final List<TaskListener> listeners = new ArrayList<>();
    private final List<TaskInterceptor> interceptors = new ArrayList<>();
    private final List<TaskNotifier> notifiers = new ArrayList<>();
    private final Map<String, Recurring<?>> recurrences = new LinkedHashMap<>();
    private TaskRegistry registry = new MemoryTaskRegistry();
    private TaskExecutor executor = TaskExecutor.virtualThreads(DEFAULT_MAX_RUNNING);
    private ArtifactStore artifacts = ArtifactStore.temporary();
    private TimeSource time = TimeSource.system();
    private TaskExecutor computing =
            TaskExecutor.platformThreads(Runtime.getRuntime().availableProcessors());
    private OptionalInt maxWaiting = OptionalInt.empty();
    private int maxWaitingPerOwner = Integer.MAX_VALUE;
    private Permits permits = Permits.UNLIMITED;
    private Duration shutdownGrace = DEFAULT_SHUTDOWN_GRACE;
    private Liveness liveness = Liveness.DEFAULT;
    private Optional<String> nodeName = Optional.empty();
    private Supplier<Optional<TraceParent>> traces = Optional::empty;
    private boolean built;

    /** Whether a durable registry was opened, which none is twice. */
    private boolean opened;

    TaskEngineBuilder() {}

    /**
     * Registers a task under its type.
     *
     * @param type its name, input and result types, and policy
     * @param task the code, shared by all attempts
     * @param <I> the input
     * @param <R> the result
     * @return this builder
     * @throws InvalidInputException if there is a task of that name already, or the name is {@code ad-hoc}
     */
    @CanIgnoreReturnValue
    public <I, R extends @Nullable Object> TaskEngineBuilder register(
            TaskType<I, R> type, BackgroundTask<? super I, ? extends R> task) {
        return define(new Definition<>(type, requireNonNull(task, "task")));
    }

    /**
     * Registers a type whose tasks are submitted and watched here, and run by other processes that share the registry and
     * have the code.
     *
     * @param type its name, input and result types, and policy, as the others have registered it
     * @return this builder
     * @throws InvalidInputException if there is a task of that name already, or the name is {@code ad-hoc}
     */
    @CanIgnoreReturnValue
    public TaskEngineBuilder registerRemote(TaskType<?, ?> type) {
        return define(Definition.remote(type));
    }

    @CanIgnoreReturnValue
    private TaskEngineBuilder define(Definition<?, ?> definition) {
        String name = definition.type().name();
        if (name.equals(Definition.AD_HOC)) {
            throw new InvalidInputException("task type", name, "not be the one of tasks that are written in place");
        }
        if (definitions.putIfAbsent(name, definition) != null) {
            throw new InvalidInputException("task type", name, "be registered once");
        }
        return this;
    }

    /**
     * Lets a task recur: at each slot of a schedule one is submitted. A slot that comes while the task of an earlier one
     * has not ended is missed, unless they may overlap; what becomes of missed slots, the recurrence says.
     *
     * @param recurrence its name, and when
     * @param type a type that is registered here too, before or after
     * @param input what each of the tasks works on; null for a type without input
     * @param options owner, title, priority; the key is the slot's, and there is no other time
     * @param <I> the input
     * @return this builder
     * @throws InvalidInputException if something of that name recurs already, or the options have a key or a time
     */
    @CanIgnoreReturnValue
    public <I> TaskEngineBuilder recurring(
            Recurrence recurrence, TaskType<I, ?> type, @Nullable I input, SubmitOptions options) {
        if (options.key().isPresent() || !options.when().equals(When.NOW)) {
            throw new InvalidInputException("options of " + recurrence.name(), options, "have no key, and no time");
        }
        Recurring<I> recurring = new Recurring<>(recurrence, type, input, options);
        if (recurrences.putIfAbsent(recurrence.name(), recurring) != null) {
            throw new InvalidInputException("recurrence", recurrence.name(), "be named once");
        }
        return this;
    }

    /**
     * Who remembers tasks.
     *
     * @param taskRegistry by default, memory: ten thousand ended tasks, for seven days
     * @return this builder
     */
    @CanIgnoreReturnValue
    public TaskEngineBuilder registry(TaskRegistry taskRegistry) {
        registry = requireNonNull(taskRegistry, "registry");
        return this;
    }

    /**
     * Who runs tasks, and how many at the same time.
     *
     * @param taskExecutor by default, virtual threads for a hundred tasks
     * @return this builder
     */
    @CanIgnoreReturnValue
    public TaskEngineBuilder executor(TaskExecutor taskExecutor) {
        executor = requireNonNull(taskExecutor, "executor");
        return this;
    }

    /**
     * Who runs the tasks of types that {@linkplain TaskType#computing() compute}, and how many at the same time.
     *
     * @param taskExecutor by default, platform threads for as many tasks as there are processors
     * @return this builder
     */
    @CanIgnoreReturnValue
    public TaskEngineBuilder computingExecutor(TaskExecutor taskExecutor) {
        computing = requireNonNull(taskExecutor, "executor");
        return this;
    }

    /**
     * Where the files of tasks are kept.
     *
     * @param artifactStore by default, a temporary directory that is deleted when the engine shuts down
     * @return this builder
     */
    @CanIgnoreReturnValue
    public TaskEngineBuilder artifacts(ArtifactStore artifactStore) {
        artifacts = requireNonNull(artifactStore, "artifacts");
        return this;
    }

    /**
     * What time it is. Tests give one that they set themselves.
     *
     * @param timeSource by default, the system's clocks
     * @return this builder
     */
    @CanIgnoreReturnValue
    public TaskEngineBuilder time(TimeSource timeSource) {
        time = requireNonNull(timeSource, "time");
        return this;
    }

    /**
     * How many tasks may wait for their first start, for room or for their time. One more is refused. In a durable registry, what
     * other engines have accepted or begun is counted every ten seconds, and with the next heartbeat after a refusal; and those who
     * submit at the same moment do not see each other, so that there may be more by as many.
     *
     * @param tasks 1 or more; by default 10,000 in memory, and 1,000,000 in a durable registry
     * @return this builder
     * @throws InvalidInputException if it is zero or less
     */
    @CanIgnoreReturnValue
    public TaskEngineBuilder maxWaiting(int tasks) {
        if (tasks < 1) {
            throw new InvalidInputException("max waiting", tasks, "be 1 or more");
        }
        maxWaiting = OptionalInt.of(tasks);
        return this;
    }

    /**
     * How many tasks of one owner may wait for their first start. One more is refused. In a durable registry, those who submit at
     * the same moment do not see each other, so that there may be more by as many.
     *
     * @param tasks 1 or more; by default only {@link #maxWaiting} counts
     * @return this builder
     * @throws InvalidInputException if it is zero or less
     */
    @CanIgnoreReturnValue
    public TaskEngineBuilder maxWaitingPerOwner(int tasks) {
        if (tasks < 1) {
            throw new InvalidInputException("max waiting per owner", tasks, "be 1 or more");
        }
        maxWaitingPerOwner = tasks;
        return this;
    }

    /**
     * How many tasks of one owner run at the same time. More of them wait; owners take turns in any case.
     *
     * @param tasks 1 or more; any number by default
     * @return this builder
     * @throws InvalidInputException if it is zero or less
     */
    @CanIgnoreReturnValue
    public TaskEngineBuilder maxRunningPerOwner(int tasks) {
        permits = permits.perOwner(tasks);
        return this;
    }

    /**
     * How many tasks use something at the same time that types say they {@linkplain TaskType#using use}.
     *
     * @param name what, such as {@code "reporting-db"}
     * @param tasks how many, 1 or more
     * @return this builder
     * @throws InvalidInputException if it is zero or less
     */
    @CanIgnoreReturnValue
    public TaskEngineBuilder resource(String name, int tasks) {
        permits = permits.resource(name, tasks);
        return this;
    }

    /**
     * How long {@link TaskEngine#close()} lets running tasks come to their end before it interrupts them.
     *
     * @param grace zero or more; ten seconds by default
     * @return this builder
     * @throws InvalidInputException if it is negative
     */
    @CanIgnoreReturnValue
    public TaskEngineBuilder shutdownGrace(Duration grace) {
        if (grace.isNegative()) {
            throw new InvalidInputException("shutdown grace", grace, "be zero or more");
        }
        shutdownGrace = grace;
        return this;
    }

    /**
     * What this engine is called among those that share a durable registry.
     *
     * @param name one line of 1 to 200 characters, for people; by default the host's name and the process id
     * @return this builder
     * @throws InvalidInputException if it is blank, too long or has control characters
     */
    @CanIgnoreReturnValue
    public TaskEngineBuilder nodeName(String name) {
        nodeName = Optional.of(NodeNames.require(name));
        return this;
    }

    /**
     * How this engine shows that it is alive to those that share a durable registry, and for how long what it runs is left
     * to it when it does not.
     *
     * @param lease and heartbeat; by default thirty seconds, and one second
     * @return this builder
     */
    @CanIgnoreReturnValue
    public TaskEngineBuilder liveness(Liveness lease) {
        liveness = requireNonNull(lease, "liveness");
        return this;
    }

    /**
     * For how long what this engine runs is left to it when it gives no sign of life, before others take it over.
     *
     * @param lease 1 second to 1 day; 30 seconds by default
     * @return this builder
     * @throws InvalidInputException if it is out of range
     */
    @CanIgnoreReturnValue
    public TaskEngineBuilder lease(Duration lease) {
        return liveness(Liveness.ofLease(lease));
    }

    /**
     * Tells somebody what happens to tasks.
     *
     * @param listener one more
     * @return this builder
     */
    @CanIgnoreReturnValue
    public TaskEngineBuilder listener(TaskListener listener) {
        listeners.add(requireNonNull(listener, "listener"));
        return this;
    }

    /**
     * Tells owners, or other programs, that tasks have ended, also if this process dies meanwhile. Engines that share a registry
     * should all have the same ones.
     *
     * @param notifier one more
     * @return this builder
     * @throws InvalidInputException if its name is not fit to be kept, another one has it, or there are ten already
     */
    @CanIgnoreReturnValue
    public TaskEngineBuilder notifier(TaskNotifier notifier) {
        String name = notifier.name();
        if (!NOTIFIER_NAME.matcher(name).matches()) {
            throw new InvalidInputException("notifier", name, "be 1 to 50 letters, digits and hyphens");
        }
        if (notifiers.stream().anyMatch(other -> other.name().equals(name))) {
            throw new InvalidInputException("notifier", name, "be registered once");
        }
        if (notifiers.size() == MOST_NOTIFIERS) {
            throw new InvalidInputException("notifier", name, "be one of " + MOST_NOTIFIERS + " at most");
        }
        notifiers.add(notifier);
        return this;
    }

    /**
     * Lets tasks remember the trace of whoever submits them, where the options of a submission do not say it.
     *
     * @param ofThread the trace that the calling thread is in; asked at each submission, and must not block. If it throws,
     *     the task belongs to none
     * @return this builder
     */
    @CanIgnoreReturnValue
    public TaskEngineBuilder traces(Supplier<Optional<TraceParent>> ofThread) {
        traces = requireNonNull(ofThread, "traces");
        return this;
    }

    /**
     * Wraps every attempt.
     *
     * @param interceptor one more, inside of those before it
     * @return this builder
     */
    @CanIgnoreReturnValue
    public TaskEngineBuilder interceptor(TaskInterceptor interceptor) {
        interceptors.add(requireNonNull(interceptor, "interceptor"));
        return this;
    }

    /**
     * Starts the engine.
     *
     * @return an engine, to be closed in the end
     * @throws InvalidInputException if a type uses a resource that the engine does not have, what recurs is not of a
     *     registered type, or an executor or a type that several processes share has no registry that they share
     * @throws dev.errand.registry.RegistryUnavailableException if a durable registry cannot be reached. It may be called again
     *     then, since nothing was opened, until the registry is there
     * @throws dev.errand.ErrandException if what a durable registry is kept in does not fit; it names what, and what to do
     * @throws IllegalStateException if it has built an engine, since two cannot share their parts; or if it could not start one
     *     whose registry was open already, and is closed since
     */
    public TaskEngine build() {
        requireUnused();
        definitions.values().forEach(this::requireResources);
        requireRegistryToShare();
        TaskEngine engine = engine(new Definitions(definitions));
        built = true;
        return engine;
    }

    private void requireUnused() {
        if (built) {
            throw new IllegalStateException("this builder has built its engine");
        }
        if (opened) {
            throw new IllegalStateException(
                    "this builder could not start its engine, whose registry is closed since: begin again"
                            + " with a new builder and a new registry, and a new executor if that is shared");
        }
    }

    private TaskEngine engine(Definitions defined) {
        List<Recurring<?>> recurring = List.copyOf(recurrences.values());
        return registry instanceof DurableTaskRegistry durable
                ? new TaskEngine(
                        defined,
                        parts(new MemoryTaskRegistry(), new RegistryTime(durable, time), DEFAULT_MAX_WAITING),
                        sharedParts(durable, defined),
                        recurring,
                        shutdownGrace)
                : new TaskEngine(defined, parts(registry, time, DEFAULT_MAX_WAITING), null, recurring, shutdownGrace);
    }

    private EngineParts parts(TaskRegistry ofTasks, TimeSource clock, int defaultMaxWaiting) {
        LiveTasks.Places places = new LiveTasks.Places(maxWaiting.orElse(defaultMaxWaiting), maxWaitingPerOwner);
        return new EngineParts(
                ofTasks,
                artifacts,
                new EngineParts.Executors(executor, computing),
                clock,
                new EngineParts.Hooks(listeners, interceptors, notifiers, traces),
                new EngineParts.Limits(places, permits));
    }

    private SharedParts sharedParts(DurableTaskRegistry durable, Definitions defined) {
        EngineParts parts = parts(durable, new RegistryTime(durable, time), DEFAULT_MAX_WAITING_DURABLE);
        TaskDistributor distributor =
                executor instanceof SharedExecutor shared ? shared : new LocalDistributor(parts.executors(), time);
        UUID id = UUID.randomUUID();
        Node node = new Node(
                id,
                nodeName.orElseGet(NodeNames::ofThisProcess),
                time.instant(),
                defined.namesOfLocal().isEmpty() ? 0 : distributor.capacity(),
                defined.namesOfLocal());
        SharedParts.Membership membership = new SharedParts.Membership(node, liveness, () -> opened = true);
        return new SharedParts(parts, durable, distributor, defined, membership);
    }

    private void requireRegistryToShare() {
        if (registry instanceof DurableTaskRegistry) {
            return;
        }
        String rule = "go with a registry that several processes can share; "
                + registry.getClass().getSimpleName() + " is in memory";
        if (executor instanceof SharedExecutor) {
            throw new InvalidInputException("executor", executor.getClass().getSimpleName(), rule);
        }
        definitions.values().stream().filter(Definition::isRemote).findAny().ifPresent(remote -> {
            throw new InvalidInputException("remote task type", remote.type().name(), rule);
        });
    }

    /** What recurs, until there is an engine to submit it to. */
    record Recurring<I>(
            Recurrence recurrence,
            TaskType<I, ?> type,
            @Nullable I input,
            SubmitOptions options) {

        /** Throws if no task of it could be submitted. */
        void require(Definitions definitions) {
            Definition<I, ?> known = definitions.of(type);
            if (input != null || type.inputType() != Void.class) {
                Definitions.requireInput(known.type(), input);
            }
        }

        Recurrences.Entry entry(Definitions definitions, Desk desk) {
            Definition<I, ?> definition = definitions.of(type);
            return new Recurrences.Entry(
                    recurrence,
                    type.name(),
                    keyed -> desk.submit(definition, input, keyed),
                    options.title().isPresent() ? options : options.title(recurrence.name()));
        }
    }

    private void requireResources(Definition<?, ?> definition) {
        for (String resource : definition.type().policy().demand().resources()) {
            if (!permits.ofResource().containsKey(resource)) {
                throw new InvalidInputException(
                        "resource of " + definition.type().name(),
                        resource,
                        "be one of the engine's: " + permits.ofResource().keySet());
            }
        }
    }
}
