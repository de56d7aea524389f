package dev.errand.engine;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import dev.errand.Command;
import dev.errand.Outcome;
import dev.errand.Owner;
import dev.errand.Reply;
import dev.errand.TaskId;
import dev.errand.TaskSnapshot;
import dev.errand.TaskState;
import dev.errand.event.TaskEvent;
import dev.errand.registry.Transition;
import java.util.Optional;
import java.util.function.BiFunction;

/**
 * What people ask of a task that lives in this process.
 *
 * <p>Each command looks at the state and asks for the transition that fits; if somebody has changed the state between
 * the look and the request, it looks again. So of two that ask at the same time one is told that it came second.
 */
final class Control implements Commands {

    private final LiveTasks live;
    private final Changes changes;
    private final LocalSupervisor supervisor;

    Control(LocalSupervisor supervisor) {
        this.live = supervisor.live();
        this.changes = supervisor.changes();
        this.supervisor = supervisor;
    }

    @Override
    public Reply cancel(TaskId id, Owner owner, Command command) {
        return repeat(id, owner, (task, known) -> {
            if (known.state() == TaskState.CANCELLING) {
                return Optional.of(Reply.ALREADY_ASKED);
            }
            if (known.state().isRunning() && known.status().irrevocable()) {
                return Optional.of(Reply.PAST_NO_RETURN);
            }
            boolean done = known.state().isRunning() ? requestCancel(task, command) : cancelAtOnce(task, command);
            return done ? Optional.of(Reply.ACCEPTED) : Optional.empty();
        });
    }

    @Override
    public Reply cancelNow(TaskId id, Owner owner, Command command) {
        Reply reply = cancel(id, owner, command);
        if (reply == Reply.ACCEPTED || reply == Reply.ALREADY_ASKED) {
            live.find(id)
                    .flatMap(LiveTask::attempt)
                    .ifPresent(attempt -> attempt.forceStop(StopSignal.Reason.CANCELLED));
        }
        return reply;
    }

    @Override
    public Reply pause(TaskId id, Owner owner, Command command) {
        return repeat(id, owner, (task, known) -> switch (known.state()) {
            case PAUSING, PAUSED -> Optional.of(Reply.ALREADY_ASKED);
            case QUEUED -> pauseInQueue(task, command);
            case RUNNING -> requestPause(task, known, command);
            default -> Optional.of(Reply.NOT_NOW);
        });
    }

    @Override
    public Reply resume(TaskId id, Owner owner, Command command) {
        return repeat(id, owner, (task, known) -> switch (known.state()) {
            case PAUSED, INTERRUPTED, WAITING_RETRY -> queueAgain(task, command);
            case QUEUED, RUNNING -> Optional.of(Reply.ALREADY_ASKED);
            default -> Optional.of(Reply.NOT_NOW);
        });
    }

    @Override
    public Reply forceStop(TaskId id, Owner owner, Command command) {
        return repeat(
                id,
                owner,
                (task, known) -> known.state() == TaskState.CANCELLING
                        ? takeFromItsCode(task, Transition.Cause.of(command, supervisor.now()))
                        : Optional.of(Reply.NOT_NOW));
    }

    /** Until there is a reply. A task that was retried is another one here, under the same id. */
    private Reply repeat(TaskId id, Owner owner, BiFunction<LiveTask<?, ?>, TaskSnapshot, Optional<Reply>> step) {
        Optional<Reply> reply = Optional.empty();
        while (reply.isEmpty()) {
            reply = live.find(id).map(task -> once(task, owner, step)).orElse(Optional.of(Reply.ENDED));
        }
        return reply.get();
    }

    private Optional<Reply> once(
            LiveTask<?, ?> task, Owner owner, BiFunction<LiveTask<?, ?>, TaskSnapshot, Optional<Reply>> step) {
        TaskSnapshot known = supervisor.snapshot(task);
        if (!known.owner().equals(owner)) {
            return Optional.of(Reply.HANDED_OVER);
        }
        boolean ended = known.state().isFinal() || changes.end(task).isPresent();
        return ended ? Optional.of(Reply.ENDED) : step.apply(task, known);
    }

    private boolean requestCancel(LiveTask<?, ?> task, Command command) {
        boolean requested = changes.apply(
                        task, Transition.requestCancel(command, supervisor.now()), TaskEvent.CancelRequested::new)
                .isPresent();
        if (requested) {
            task.attempt().ifPresent(attempt -> stop(attempt));
        }
        return requested;
    }

    private void stop(Attempt<?> attempt) {
        attempt.requestStop(StopSignal.Reason.CANCELLED);
        attempt.task()
                .policy()
                .time()
                .forceStop()
                .ifPresent(limit -> attempt.alarmAfter(limit, () -> takeFromItsCode(attempt.task())));
    }

    private void takeFromItsCode(LiveTask<?, ?> task) {
        takeFromItsCode(task, Transition.Cause.ofEngine(supervisor.now()));
    }

    private boolean cancelAtOnce(LiveTask<?, ?> task, Command command) {
        String reason = command.reason().isBlank() ? Supervisor.ON_REQUEST : command.reason();
        return supervisor.cancelAtOnce(task, new Outcome.Cancelled<>(reason, Optional.empty()), command.by());
    }

    private Optional<Reply> pauseInQueue(LiveTask<?, ?> task, Command command) {
        Transition pause = Transition.pauseInQueue(command, supervisor.now());
        if (changes.apply(task, pause, TaskEvent.Paused::new).isEmpty()) {
            return Optional.empty();
        }
        supervisor.dispatcher().align(task);
        supervisor.cancelIfClosed(task);
        return Optional.of(Reply.ACCEPTED);
    }

    private Optional<Reply> requestPause(LiveTask<?, ?> task, TaskSnapshot known, Command command) {
        if (known.status().irrevocable()) {
            return Optional.of(Reply.PAST_NO_RETURN);
        }
        if (task.attempt().filter(Attempt::isResumable).isEmpty()) {
            return Optional.of(Reply.NOT_PAUSABLE);
        }
        Transition pause = Transition.requestPause(command, supervisor.now());
        if (changes.apply(task, pause, TaskEvent.PauseRequested::new).isEmpty()) {
            return Optional.empty();
        }
        task.attempt().ifPresent(Attempt::requestPause); // the one that runs now, as in cancel
        return Optional.of(Reply.ACCEPTED);
    }

    private Optional<Reply> queueAgain(LiveTask<?, ?> task, Command command) {
        Transition resume = Transition.resume(command, supervisor.now());
        if (changes.apply(task, resume, TaskEvent.Requeued::new).isEmpty()) {
            return Optional.empty();
        }
        task.cancelWakeUp();
        supervisor.dispatcher().align(task);
        supervisor.cancelIfClosed(task);
        return Optional.of(Reply.ACCEPTED);
    }

    /** The code may go on, but nothing that it does counts any more. */
    @CanIgnoreReturnValue
    private Optional<Reply> takeFromItsCode(LiveTask<?, ?> task, Transition.Cause cause) {
        if (!supervisor.forceStop(task, cause)) {
            return Optional.empty();
        }
        task.attempt().ifPresent(attempt -> attempt.forceStop(StopSignal.Reason.CANCELLED));
        return Optional.of(Reply.ACCEPTED);
    }
}
