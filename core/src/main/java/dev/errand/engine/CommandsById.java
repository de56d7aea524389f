package dev.errand.engine;

import dev.errand.Artifact;
import dev.errand.Command;
import dev.errand.Owner;
import dev.errand.QueuePlace;
import dev.errand.Reply;
import dev.errand.RetryScope;
import dev.errand.TaskHandle;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What people ask through a handle: of the task as it lives now, which may have been done again since the handle was made. */
interface CommandsById<R extends @Nullable Object> extends TaskHandle<R> {

    Desk desk();

    /** Whose task it was when the handle was made; if it was handed over since, nothing happens to it that she might ask for. */
    Owner owner();

    @Override
    default Optional<QueuePlace> place() {
        return desk().placeOf(id());
    }

    @Override
    default Optional<Instant> lastHeartbeat() {
        return desk().heartbeatOf(id());
    }

    @Override
    default Reply cancel(Command command) {
        return desk().commands().cancel(id(), owner(), command);
    }

    @Override
    default Reply pause(Command command) {
        return desk().commands().pause(id(), owner(), command);
    }

    @Override
    default Reply resume(Command command) {
        return desk().commands().resume(id(), owner(), command);
    }

    @Override
    default Reply forceStop(Command command) {
        return desk().commands().forceStop(id(), owner(), command);
    }

    @Override
    default boolean markSeen() {
        return desk().archive().markSeen(id(), owner());
    }

    @Override
    default boolean countDownload(Artifact file) {
        return desk().archive().countDownload(id(), file);
    }

    @Override
    default Reply keep(Artifact file, Command command) {
        return desk().archive().keep(id(), file, command);
    }

    @Override
    default Reply handOver(Owner to, Command command) {
        return desk().archive().handOver(id(), to, command);
    }

    @Override
    default Reply delete(Command command) {
        return desk().archive().delete(id(), owner(), command);
    }

    @Override
    default TaskHandle<R> retry(RetryScope scope, Command command) {
        return desk().retry(id(), owner(), scope, command, Optional.empty());
    }

    @Override
    default TaskHandle<R> retry(RetryScope scope, Command command, String key) {
        return desk().retry(id(), owner(), scope, command, Optional.of(key));
    }
}
