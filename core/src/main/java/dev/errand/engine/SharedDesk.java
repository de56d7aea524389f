package dev.errand.engine;

import dev.errand.Command;
import dev.errand.Owner;
import dev.errand.QueuePlace;
import dev.errand.RetryScope;
import dev.errand.SubmitOptions;
import dev.errand.TaskHandle;
import dev.errand.TaskId;
import dev.errand.TaskRefusedException;
import dev.errand.TaskSnapshot;
import dev.errand.When;
import dev.errand.event.TaskEvent;
import dev.errand.progress.RunHistory;
import dev.errand.registry.DurableTaskRegistry;
import dev.errand.registry.Encoded;
import dev.errand.registry.Instead;
import dev.errand.registry.TaskEntry;
import dev.errand.registry.TaskQuery;
import dev.errand.registry.Transition;
import dev.errand.registry.UnreadablePayloadException;
import dev.errand.time.TimeSource;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Accepts tasks that live in a shared registry, looks them up, and does them again, whichever process runs them. */
final class SharedDesk implements Desk {

    private final DurableTaskRegistry registry;
    private final TimeSource time;
    private final TimeSource machine;
    private final SharedSupervisor supervisor;
    private final Definitions definitions;
    private final Share share;
    private final Drafts drafts;
    private final SharedControl control;
    private final Archive archive;

    SharedDesk(SharedParts parts, Share share, Drafts drafts) {
        this.registry = parts.registry();
        this.time = parts.engine().time();
        this.machine = time instanceof RegistryTime shared ? shared.machine() : time;
        this.supervisor = share.supervisor();
        this.definitions = parts.definitions();
        this.share = share;
        this.drafts = drafts;
        this.control = new SharedControl(registry, supervisor, share::wake);
        this.archive = new Archive(parts.engine());
    }

    @Override
    public Commands commands() {
        return control;
    }

    @Override
    public Archive archive() {
        return archive;
    }

    @Override
    public <I, R extends @Nullable Object> TaskHandle<R> submit(
            Definition<I, R> definition, @Nullable I input, SubmitOptions options, Optional<Again> again) {
        TaskEntry entry = drafts.entry(definition, input, options, again);
        Instead instead = drafts.insteadOf(options.sharing());
        boolean mayBeKnown = options.key().isPresent() || !instead.equals(Instead.NOTHING);
        boolean inTransaction = registry.isInTransaction();
        Optional<TaskRefusedException> refusal = share.refusalOf(options.owner(), 1);
        if (refusal.isPresent()) {
            Optional<TaskEntry> known = mayBeKnown ? registry.findInstead(entry, instead) : Optional.empty();
            TaskSnapshot earlier = standIn(known.orElseThrow(refusal::get), entry, options);
            return new SharedHandle<>(earlier, definition, this, true, !inTransaction);
        }
        TaskEntry known = registry.add(entry, instead);
        if (!known.snapshot().id().equals(entry.snapshot().id())) {
            TaskSnapshot earlier = standIn(known, entry, options);
            return new SharedHandle<>(earlier, definition, this, true, !inTransaction);
        }
        if (!inTransaction) {
            share.accepted(List.of(known.snapshot()));
            begin(options.when());
        }
        return new SharedHandle<>(known.snapshot(), definition, this, false, !inTransaction);
    }

    private TaskSnapshot standIn(TaskEntry known, TaskEntry asked, SubmitOptions options) {
        Drafts.requireSameWish(registry, known, asked, options);
        return known.snapshot();
    }

    @Override
    public <I, R extends @Nullable Object> List<TaskHandle<R>> submitAll(
            Definition<I, R> definition, List<I> inputs, SubmitOptions options) {
        List<TaskEntry> entries = inputs.stream()
                .map(input -> drafts.entry(definition, input, options, Optional.empty()))
                .toList();
        share.refusalOf(options.owner(), entries.size()).ifPresent(refusal -> {
            throw refusal;
        });
        boolean inTransaction = registry.isInTransaction();
        registry.addAll(entries);
        if (!inTransaction) {
            share.accepted(entries.stream().map(TaskEntry::snapshot).toList());
            begin(options.when());
        }
        return entries.stream()
                .<TaskHandle<R>>map(
                        entry -> new SharedHandle<>(entry.snapshot(), definition, this, false, !inTransaction))
                .toList();
    }

    private void begin(When when) {
        Duration delay = switch (when) {
            case When.After(Duration after) -> after;
            case When.At(var instant) -> Duration.between(time.instant(), instant);
        };
        if (delay.isPositive()) {
            share.wakeDueAfter(delay);
        } else {
            share.wake();
        }
    }

    @Override
    public Optional<TaskHandle<?>> find(TaskId id) {
        return registry.find(id).map(entry -> handleOf(entry.snapshot()));
    }

    private TaskHandle<?> handleOf(TaskSnapshot task) {
        return new SharedHandle<>(task, definitionOf(task), this, false, true);
    }

    private Definition<?, ?> definitionOf(TaskSnapshot task) {
        String type = task.submission().type();
        return definitions.find(type).orElseGet(() -> Definition.unknown(type));
    }

    /**
     * What runs here is known to do so, and nobody need be asked. How long ago it was is measured by the clock of the registry,
     * and told by the one of this machine, which is the one that people compare it with.
     */
    @Override
    public Optional<Instant> heartbeatOf(TaskId id) {
        boolean runsHere = supervisor
                .live()
                .find(id)
                .flatMap(LiveTask::attempt)
                .filter(attempt -> attempt.number() > 0)
                .isPresent();
        Optional<Instant> beat = runsHere ? Optional.of(share.lastHeartbeat()) : registry.heartbeatOf(id);
        return beat.map(at -> machine.instant().minus(Duration.between(at, time.instant())));
    }

    @Override
    public Optional<Doubts> doubts(TaskId id) {
        return registry.find(id).map(known -> new TaskDoubts(id, registry, time));
    }

    @Override
    public Optional<TaskSnapshot> look(TaskId id) {
        return supervisor.find(id);
    }

    @Override
    public List<TaskSnapshot> list(TaskQuery query) {
        return registry.list(query).stream().map(supervisor::withFreshProgress).toList();
    }

    Watches.Watched watch(TaskSnapshot known, boolean accepted) {
        return share.watches().watch(known, accepted);
    }

    @Override
    public Optional<QueuePlace> placeOf(TaskId id) {
        return registry.positionOf(id).stream().boxed().findFirst().map(position -> place(id, position));
    }

    private QueuePlace place(TaskId id, int position) {
        Optional<RunHistory> history = look(id).map(this::definitionOf).map(Definition::history);
        Optional<Duration> usual = history.flatMap(runs -> runs.took(0.5));
        return new QueuePlace(position, usual.map(one -> one.multipliedBy(position)));
    }

    @Override
    @SuppressWarnings("unchecked") // the task keeps its type, whose result is R
    public <R extends @Nullable Object> TaskHandle<R> retry(
            TaskId id, Owner owner, RetryScope scope, Command command, Optional<String> key) {
        Objects.requireNonNull(scope, "scope");
        Objects.requireNonNull(command, "command");
        TaskEntry entry = Retrials.required(registry, id, owner);
        Definition<?, ?> definition = definitions
                .find(entry.snapshot().submission().type())
                .orElseThrow(() -> Retrials.refused(id, "its code is not registered"));
        if (!entry.snapshot().state().isFinal()) {
            throw Retrials.refused(id, "it has not ended");
        }
        Retrials.requireFiles(entry, scope, registry.now());
        return (TaskHandle<R>)
                (scope == RetryScope.ALL
                        ? submitAgain(entry, definition, command, key)
                        : queueAgain(entry, definition, scope, command));
    }

    @SuppressWarnings("unchecked") // the input was checked when it was submitted
    private <I, R extends @Nullable Object> TaskHandle<R> submitAgain(
            TaskEntry entry, Definition<I, R> definition, Command command, Optional<String> key) {
        TaskSnapshot task = entry.snapshot();
        return submit(
                definition,
                inputOf(entry, definition),
                Drafts.optionsOf(task.submission(), key),
                Optional.of(new Again(task.id(), command)));
    }

    /** One that only a newer version of the application can read is there, but not for this one. */
    private static <I> @Nullable I inputOf(TaskEntry entry, Definition<I, ?> definition) {
        try {
            Object stored = entry.input();
            return stored == null
                    ? null
                    : Encoded.decoded(stored, definition.type().inputType());
        } catch (UnreadablePayloadException unreadable) {
            TaskId id = entry.snapshot().id();
            throw unreadable.isNewer()
                    ? Retrials.refused(id, "its input was written by a newer version of the application")
                    : Retrials.inputGone(id, "its input cannot be read any more");
        }
    }

    private <R extends @Nullable Object> TaskHandle<R> queueAgain(
            TaskEntry entry, Definition<?, R> definition, RetryScope scope, Command command) {
        TaskId id = entry.snapshot().id();
        Owner owner = entry.snapshot().owner();
        share.refusalOf(owner, 1).ifPresent(refusal -> {
            throw refusal;
        });
        Transition again = Transition.retry(scope, owner, command, supervisor.now());
        TaskSnapshot queued = supervisor
                .changes()
                .apply(id, again, TaskEvent.Requeued::new)
                .orElseThrow(() -> Retrials.refusal(registry, id, owner, scope));
        share.wake();
        return new SharedHandle<>(queued, definition, this, false, true);
    }
}
