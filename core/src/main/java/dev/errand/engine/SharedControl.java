package dev.errand.engine;

import dev.errand.Command;
import dev.errand.Outcome;
import dev.errand.Owner;
import dev.errand.Reply;
import dev.errand.TaskId;
import dev.errand.TaskSnapshot;
import dev.errand.TaskState;
import dev.errand.event.TaskEvent;
import dev.errand.registry.DurableTaskRegistry;
import dev.errand.registry.TaskEntry;
import dev.errand.registry.Transition;
import java.util.Optional;
import java.util.function.Function;

/**
 * What people ask of a task that lives in a shared registry, whichever process runs it: the registry is told, and the
 * process that runs the task sees it there.
 *
 * <p>As everywhere, a command looks at the state and asks for the transition that fits, and looks again if somebody was
 * quicker.
 */
final class SharedControl implements Commands {

    private final DurableTaskRegistry registry;
    private final SharedSupervisor supervisor;
    private final Runnable wake;

    SharedControl(DurableTaskRegistry registry, SharedSupervisor supervisor, Runnable wake) {
        this.registry = registry;
        this.supervisor = supervisor;
        this.wake = wake;
    }

    @Override
    public Reply cancel(TaskId id, Owner owner, Command command) {
        return repeat(id, owner, entry -> {
            TaskSnapshot known = entry.snapshot();
            if (known.state() == TaskState.CANCELLING) {
                return Optional.of(Reply.ALREADY_ASKED);
            }
            if (!known.state().isRunning()) {
                return cancelAtOnce(id, command);
            }
            return known.status().irrevocable()
                    ? Optional.of(Reply.PAST_NO_RETURN)
                    : request(id, Transition.requestCancel(command, supervisor.now()), TaskEvent.CancelRequested::new);
        });
    }

    @Override
    public Reply cancelNow(TaskId id, Owner owner, Command command) {
        Reply reply = cancel(id, owner, command);
        if (reply == Reply.ACCEPTED || reply == Reply.ALREADY_ASKED) {
            supervisor
                    .live()
                    .find(id)
                    .flatMap(LiveTask::attempt)
                    .ifPresent(attempt -> attempt.forceStop(StopSignal.Reason.CANCELLED));
        }
        return reply;
    }

    @Override
    public Reply pause(TaskId id, Owner owner, Command command) {
        return repeat(id, owner, entry -> switch (entry.snapshot().state()) {
            case PAUSING, PAUSED -> Optional.of(Reply.ALREADY_ASKED);
            case QUEUED -> apply(id, Transition.pauseInQueue(command, supervisor.now()), TaskEvent.Paused::new);
            case RUNNING -> pauseRunning(entry, command);
            default -> Optional.of(Reply.NOT_NOW);
        });
    }

    private Optional<Reply> pauseRunning(TaskEntry entry, Command command) {
        TaskId id = entry.snapshot().id();
        if (entry.snapshot().status().irrevocable()) {
            return Optional.of(Reply.PAST_NO_RETURN);
        }
        return isResumable(entry)
                ? request(id, Transition.requestPause(command, supervisor.now()), TaskEvent.PauseRequested::new)
                : Optional.of(Reply.NOT_PAUSABLE);
    }

    /** Of an attempt elsewhere no more is known than the checkpoint that was saved, and that there is a ledger. */
    private boolean isResumable(TaskEntry entry) {
        return entry.startingPoint().isResumable()
                || supervisor
                        .live()
                        .find(entry.snapshot().id())
                        .flatMap(LiveTask::attempt)
                        .filter(Attempt::isResumable)
                        .isPresent();
    }

    @Override
    public Reply resume(TaskId id, Owner owner, Command command) {
        return repeat(id, owner, entry -> switch (entry.snapshot().state()) {
            case PAUSED, INTERRUPTED, WAITING_RETRY -> {
                Optional<Reply> reply =
                        apply(id, Transition.resume(command, supervisor.now()), TaskEvent.Requeued::new);
                wake.run();
                yield reply;
            }
            case QUEUED, RUNNING -> Optional.of(Reply.ALREADY_ASKED);
            default -> Optional.of(Reply.NOT_NOW);
        });
    }

    @Override
    public Reply forceStop(TaskId id, Owner owner, Command command) {
        return repeat(
                id,
                owner,
                entry -> entry.snapshot().state() == TaskState.CANCELLING
                        ? takeFromItsCode(entry.snapshot(), command)
                        : Optional.of(Reply.NOT_NOW));
    }

    private Optional<Reply> takeFromItsCode(TaskSnapshot task, Command command) {
        Outcome.Cancelled<?> outcome = new Outcome.Cancelled<>(Supervisor.reasonFor(task), Optional.empty());
        Transition.Cause cause = Transition.Cause.of(command, supervisor.now());
        Optional<Reply> reply = end(task.id(), Transition.forceStop(outcome, cause), outcome);
        supervisor
                .live()
                .find(task.id())
                .flatMap(LiveTask::attempt)
                .ifPresent(attempt -> attempt.forceStop(StopSignal.Reason.CANCELLED));
        return reply;
    }

    private Optional<Reply> cancelAtOnce(TaskId id, Command command) {
        String reason = command.reason().isBlank() ? Supervisor.ON_REQUEST : command.reason();
        Outcome.Cancelled<?> outcome = new Outcome.Cancelled<>(reason, Optional.empty());
        return end(id, Transition.cancel(outcome, command.by(), supervisor.now()), outcome);
    }

    private Optional<Reply> end(TaskId id, Transition end, Outcome<?> outcome) {
        boolean ended = supervisor
                .live()
                .find(id)
                .map(task -> supervisor.endWith(task, end, outcome))
                .orElseGet(() -> supervisor.endElsewhere(id, end, outcome));
        return ended ? Optional.of(Reply.ACCEPTED) : Optional.empty();
    }

    /** A request to what runs: if it does so here, it need not find out by looking. */
    private Optional<Reply> request(TaskId id, Transition request, Function<TaskSnapshot, TaskEvent> event) {
        Optional<Reply> reply = apply(id, request, event);
        supervisor.live().find(id).ifPresent(supervisor::heed);
        return reply;
    }

    private Optional<Reply> apply(TaskId id, Transition transition, Function<TaskSnapshot, TaskEvent> event) {
        return supervisor
                .live()
                .find(id)
                .map(task -> supervisor.changes().apply(task, transition, event))
                .orElseGet(() -> supervisor.changes().apply(id, transition, event))
                .map(done -> Reply.ACCEPTED);
    }

    /** Until there is a reply. */
    private Reply repeat(TaskId id, Owner owner, Function<TaskEntry, Optional<Reply>> step) {
        Optional<Reply> reply = Optional.empty();
        while (reply.isEmpty()) {
            Optional<TaskEntry> known = registry.find(id);
            if (known.filter(entry -> !entry.snapshot().owner().equals(owner)).isPresent()) {
                return Reply.HANDED_OVER;
            }
            reply = known.filter(entry -> !entry.snapshot().state().isFinal())
                    .map(step)
                    .orElse(Optional.of(Reply.ENDED));
        }
        return reply.get();
    }
}
