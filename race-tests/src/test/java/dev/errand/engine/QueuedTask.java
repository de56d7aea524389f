package dev.errand.engine;

import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;

import dev.errand.Command;
import dev.errand.Failure;
import dev.errand.Outcome;
import dev.errand.Owner;
import dev.errand.Permits;
import dev.errand.Priority;
import dev.errand.Retry;
import dev.errand.RetryScope;
import dev.errand.Submission;
import dev.errand.TaskContext;
import dev.errand.TaskId;
import dev.errand.TaskRefusedException;
import dev.errand.TaskSnapshot;
import dev.errand.TaskState;
import dev.errand.TaskStatus;
import dev.errand.TaskType;
import dev.errand.TimelineEntry;
import dev.errand.artifact.ArtifactStore;
import dev.errand.executor.TaskExecutor;
import dev.errand.progress.Progress;
import dev.errand.registry.Instead;
import dev.errand.registry.LegalTransitions;
import dev.errand.registry.MemoryTaskRegistry;
import dev.errand.registry.TaskEntry;
import dev.errand.testkit.ManualTime;
import dev.errand.testkit.SteppingExecutor;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * The parts of an engine without threads and without a pulse, and one task that is in the queue. What may happen to it
 * are single words, each of which says what it came to; at the end the parts are asked whether they agree.
 */
abstract class QueuedTask {

    static final Duration TIMEOUT = ofMinutes(1);
    static final Duration RETRY_DELAY = ofSeconds(7);
    static final TaskType<String, String> TYPE = TaskType.named("race", String.class, String.class)
            .timeout(TIMEOUT)
            .cancelGrace(Duration.ZERO)
            .retrying(Retry.fixed(3, RETRY_DELAY));

    private static final TaskId ID = new TaskId(new UUID(0x0197_6f2c_4b1e_7000L, 0x8000_0000_0000_0001L));
    private static final Failure BROKEN = new Failure("", "It broke.", "broken", Optional.empty());
    private static final TaskExecutor COMPUTING = TaskExecutor.platformThreads(1);
    private static final ArtifactStore FILES = ArtifactStore.temporary();

    final ManualTime time = new ManualTime();
    final SteppingExecutor steps = new SteppingExecutor(1);
    final MemoryTaskRegistry registry = new MemoryTaskRegistry();
    final EngineParts parts = new EngineParts(
            registry,
            FILES,
            new EngineParts.Executors(steps, COMPUTING),
            time,
            new EngineParts.Hooks(List.of(), List.of(), List.of(), Optional::empty),
            new EngineParts.Limits(new LiveTasks.Places(10, 10), Permits.UNLIMITED));
    final LiveTasks live = new LiveTasks(parts.limits().waiting());
    final Changes changes = new Changes(
            registry, new Announcements(List.of()), new Debts(List.of(), task -> false, () -> {}), shown -> {});
    final LocalSupervisor supervisor = new LocalSupervisor(parts, live, changes);
    final Definition<String, String> definition = new Definition<>(TYPE, (input, context) -> code(context));
    final Reception reception = new Reception(
            parts, supervisor, new Definitions(Map.of(TYPE.name(), definition)), new Drafts(time, Optional::empty));
    final LiveTask<String, String> task;

    QueuedTask() {
        Submission submission = new Submission(
                TYPE.name(),
                Owner.APPLICATION,
                "Race",
                new Submission.Terms(Optional.empty(), Priority.NORMAL, Optional.empty()),
                ManualTime.NOON,
                ManualTime.NOON);
        TaskSnapshot first = new TaskSnapshot(ID, 1, submission, TaskStatus.queued(), Progress.NOT_STARTED, List.of());
        task = new LiveTask<>(first, definition, "a");
        live.admit(List.of(task));
        changes.add(task, new TaskEntry(first, "a"), Instead.NOTHING);
    }

    /** What the task does when its attempt is run. */
    String code(TaskContext context) throws Exception {
        context.checkCancelled();
        return "done";
    }

    /** Runs its attempt from the beginning to the end, and says whether it left the thread as it was. */
    final String run() {
        supervisor.dispatcher().align(task);
        steps.runNext();
        return Thread.interrupted() ? "left interrupted" : "left clean";
    }

    final String cancel() {
        return reception
                .commands()
                .cancel(task.id(), task.submission().owner(), command())
                .name();
    }

    final String pause() {
        return reception
                .commands()
                .pause(task.id(), task.submission().owner(), command())
                .name();
    }

    final String resume() {
        return reception
                .commands()
                .resume(task.id(), task.submission().owner(), command())
                .name();
    }

    final String forceStop() {
        return reception
                .commands()
                .forceStop(task.id(), task.submission().owner(), command())
                .name();
    }

    final String retry() {
        try {
            reception.retry(task.id(), task.submission().owner(), RetryScope.RESUME, command(), Optional.empty());
            return "AGAIN";
        } catch (TaskRefusedException refused) {
            return refused.reason().name();
        }
    }

    final void pass(Duration duration) {
        time.advance(duration);
    }

    /** What a shutdown does before it waits for attempts. */
    final void closeTheDoor() {
        live.close();
        supervisor.dispatcher().close();
        live.tasks().stream()
                .filter(waiting -> !supervisor.snapshot(waiting).state().isRunning())
                .forEach(supervisor::cancelForShutdown);
    }

    final LiveTask<String, String> another() {
        return new LiveTask<>(task.updates().latest(), definition, "b");
    }

    final boolean admitTo(LiveTasks door) {
        try {
            door.admit(List.of(another()));
            return true;
        } catch (TaskRefusedException refused) {
            return false;
        }
    }

    static Failure broken() {
        return BROKEN;
    }

    private static Command command() {
        return Command.by("olga");
    }

    /** Its state, and what does not fit to it. */
    final String end() {
        TaskSnapshot known = registry.find(ID).orElseThrow().snapshot();
        Outcome<?> told = task.completion().getNow(null);
        StringBuilder end = new StringBuilder(known.state().name());
        if (!known.outcome().equals(Optional.ofNullable(told))) {
            end.append(", told as ").append(told);
        }
        if (live.find(ID).isPresent() == known.state().isFinal()) {
            end.append(", and forgotten too early or never");
        }
        if (supervisor.dispatcher().placeOf(task).isPresent() != (known.state() == TaskState.QUEUED)) {
            end.append(", and in the queue or not");
        }
        if (task.updates().latest().version() != known.version()) {
            end.append(", and shown otherwise");
        }
        return end.append(illegalIn(known.status().timeline())).toString();
    }

    /** Of a task that another one took the place of here. */
    final String stateAfterRetry() {
        TaskState state = registry.find(ID).orElseThrow().snapshot().state();
        return state + (live.find(ID).isPresent() ? " and alive" : " and gone");
    }

    private static String illegalIn(List<TimelineEntry> timeline) {
        TaskState before = TaskState.QUEUED;
        for (TimelineEntry step : timeline) {
            if (!LegalTransitions.statesBefore(step.state()).contains(before)) {
                return ", illegally " + before + " to " + step.state();
            }
            before = step.state();
        }
        return "";
    }
}
