package dev.errand.web;

import dev.errand.TaskHandle;
import dev.errand.TaskId;
import dev.errand.TaskSnapshot;
import dev.errand.TaskState;
import dev.errand.engine.TaskEngine;
import dev.errand.registry.TaskQuery;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The tasks of one stream: some that were named, or all of the caller's that have not ended, also those to come. */
final class WatchedTasks {

    static final TaskState[] UNENDED = {
        TaskState.SCHEDULED,
        TaskState.QUEUED,
        TaskState.RUNNING,
        TaskState.PAUSING,
        TaskState.PAUSED,
        TaskState.CANCELLING,
        TaskState.WAITING_RETRY,
        TaskState.INTERRUPTED
    };

    private final Map<TaskId, TaskHandle<?>> handles = new HashMap<>();
    private final Feeds feeds;
    private final Mailbox mailbox;
    private final Optional<Caller> everythingOf;

    WatchedTasks(Feeds feeds, Mailbox mailbox, Optional<Caller> everythingOf) {
        this.feeds = feeds;
        this.mailbox = mailbox;
        this.everythingOf = everythingOf;
    }

    void add(TaskHandle<?> handle) {
        if (handles.putIfAbsent(handle.id(), handle) == null) {
            feeds.attach(handle, mailbox);
        }
    }

    void remove(TaskId id) {
        if (handles.remove(id) != null) {
            feeds.detach(id, mailbox);
        }
    }

    Optional<TaskHandle<?>> handle(TaskId id) {
        return Optional.ofNullable(handles.get(id));
    }

    boolean isForOneCaller() {
        return everythingOf.isPresent();
    }

    /** Whether nothing is to come any more. */
    boolean areAllOver() {
        return handles.isEmpty() && everythingOf.isEmpty();
    }

    /** Looks for tasks that the caller has submitted meanwhile. */
    void refresh(TaskEngine engine, Access access, int most) {
        if (everythingOf.isEmpty()) {
            return;
        }
        Caller caller = everythingOf.get();
        List<TaskSnapshot> unended =
                engine.list(TaskQuery.newest(most).ownedBy(caller.owner()).in(UNENDED));
        for (TaskSnapshot task : unended) {
            if (handles.size() < most
                    && !handles.containsKey(task.id())
                    && access.allows(caller, TaskAction.VIEW, task)) {
                engine.find(task.id()).ifPresent(this::add);
            }
        }
    }

    void clear() {
        List.copyOf(handles.keySet()).forEach(this::remove);
    }

    List<TaskHandle<?>> all() {
        return List.copyOf(handles.values());
    }
}
