package dev.errand.spring.actuate;

import dev.errand.Command;
import dev.errand.TaskHandle;
import dev.errand.TaskId;
import dev.errand.TaskSnapshot;
import dev.errand.TaskState;
import dev.errand.engine.TaskEngine;
import dev.errand.registry.TaskQuery;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.endpoint.Access;
import org.springframework.boot.actuate.endpoint.SanitizableData;
import org.springframework.boot.actuate.endpoint.Sanitizer;
import org.springframework.boot.actuate.endpoint.SanitizingFunction;
import org.springframework.boot.actuate.endpoint.annotation.DeleteOperation;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;

/**
 * Tasks for operators, over HTTP and JMX: which types and processes there are, how many tasks have not ended, and single tasks.
 * Titles and owners are hidden unless the configuration shows them; inputs and results are never shown.
 */
@Endpoint(id = "backgroundtasks", defaultAccess = Access.READ_ONLY)
public final class BackgroundTasksEndpoint {

    private static final int PAGE = 1_000;

    private final TaskEngine engine;
    private final Sanitizer sanitizer;

    /**
     * Shows an engine.
     *
     * @param engine which one
     * @param sanitizing hides values
     */
    public BackgroundTasksEndpoint(TaskEngine engine, List<SanitizingFunction> sanitizing) {
        this.engine = engine;
        this.sanitizer = new Sanitizer(sanitizing);
    }

    /**
     * An overview.
     *
     * @return types, processes, and how many tasks have not ended
     */
    @ReadOperation
    public TasksDescriptor tasks() {
        Map<TaskState, Integer> unended = new TreeMap<>();
        for (TaskState state : TaskState.values()) {
            if (!state.isFinal()) {
                int tasks = engine.list(TaskQuery.newest(PAGE).in(state)).size();
                if (tasks > 0) {
                    unended.put(state, tasks);
                }
            }
        }
        return new TasksDescriptor(
                engine.types().stream().map(TypeDescriptor::of).toList(),
                engine.nodes().stream().map(NodeDescriptor::of).toList(),
                unended,
                PAGE);
    }

    /**
     * A task, without its title and owner.
     *
     * @param id which one
     * @return null if there is none
     */
    @ReadOperation
    public @Nullable TaskDescriptor task(@Selector String id) {
        return task(id, false);
    }

    @Nullable TaskDescriptor task(String id, boolean withValues) {
        return find(id).map(handle -> describe(handle.snapshot(), withValues)).orElse(null);
    }

    /**
     * Asks a task to stop.
     *
     * @param id which one
     * @return whether it will; null if there is none
     */
    @DeleteOperation
    public @Nullable CancelDescriptor cancel(@Selector String id) {
        return find(id).map(handle -> new CancelDescriptor(
                        handle.cancel(Command.by("actuator")).isAccepted(),
                        handle.snapshot().state()))
                .orElse(null);
    }

    private Optional<TaskHandle<?>> find(String id) {
        try {
            return engine.find(TaskId.parse(id));
        } catch (IllegalArgumentException | dev.errand.InvalidInputException notAnId) {
            return Optional.empty();
        }
    }

    private TaskDescriptor describe(TaskSnapshot task, boolean withValues) {
        return new TaskDescriptor(
                task.id().toString(),
                task.submission().type(),
                String.valueOf(sanitized("title", task.title(), withValues)),
                String.valueOf(sanitized("owner", task.owner().id(), withValues)),
                new StandingDescriptor(
                        task.state(),
                        task.status().attempt(),
                        task.progress().done(),
                        task.percent().isPresent() ? task.percent().getAsInt() : null),
                steps(task));
    }

    private @Nullable Object sanitized(String name, String value, boolean withValues) {
        return sanitizer.sanitize(new SanitizableData(null, "task." + name, value), withValues);
    }

    private static List<StepDescriptor> steps(TaskSnapshot task) {
        List<StepDescriptor> steps = new ArrayList<>();
        task.status()
                .timeline()
                .forEach(step -> steps.add(new StepDescriptor(step.at().toString(), step.state())));
        return steps;
    }

    /**
     * An overview.
     *
     * @param types the types that are known here
     * @param nodes the processes that share the registry; none if it is not shared
     * @param unended how many tasks have not ended, by their state
     * @param countedUpTo how far is counted for each state
     */
    public record TasksDescriptor(
            List<TypeDescriptor> types, List<NodeDescriptor> nodes, Map<TaskState, Integer> unended, int countedUpTo) {}

    /**
     * A type.
     *
     * @param name its name
     * @param attempts how often its tasks are tried
     * @param timeout limit of time for each attempt; null for none
     * @param maxRunning how many of its tasks run at the same time; null for any number
     */
    public record TypeDescriptor(
            String name,
            int attempts,
            @Nullable String timeout,
            @Nullable Integer maxRunning) {

        static TypeDescriptor of(dev.errand.TaskType<?, ?> type) {
            int maxRunning = type.policy().demand().maxRunning();
            return new TypeDescriptor(
                    type.name(),
                    type.policy().retry().attempts(),
                    type.policy().time().timeout().map(Object::toString).orElse(null),
                    maxRunning == Integer.MAX_VALUE ? null : maxRunning);
        }
    }

    /**
     * A process.
     *
     * @param name for people
     * @param alive whether it shows signs of life
     * @param draining whether it was asked to start nothing more
     * @param running how many tasks it runs
     * @param capacity how many it could run
     */
    public record NodeDescriptor(String name, boolean alive, boolean draining, int running, int capacity) {

        static NodeDescriptor of(dev.errand.registry.NodeStatus status) {
            return new NodeDescriptor(
                    status.node().name(),
                    status.alive(),
                    status.draining(),
                    status.running(),
                    status.node().capacity());
        }
    }

    /**
     * A task.
     *
     * @param id its id
     * @param type its type
     * @param title its title, or asterisks
     * @param owner its owner's id, or asterisks
     * @param standing where it stands
     * @param timeline how it came here
     */
    public record TaskDescriptor(
            String id,
            String type,
            String title,
            String owner,
            StandingDescriptor standing,
            List<StepDescriptor> timeline) {}

    /**
     * Where a task stands.
     *
     * @param state its state
     * @param attempt how many attempts have begun
     * @param done units finished
     * @param percent how far it is; null while the total is unknown
     */
    public record StandingDescriptor(
            TaskState state,
            int attempt,
            long done,
            @Nullable Integer percent) {}

    /**
     * A step in the life of a task.
     *
     * @param at when, in UTC
     * @param state the state from then on
     */
    public record StepDescriptor(String at, TaskState state) {}

    /**
     * What became of the wish to cancel.
     *
     * @param accepted whether the task will stop because of it
     * @param state its state now
     */
    public record CancelDescriptor(boolean accepted, TaskState state) {}
}
