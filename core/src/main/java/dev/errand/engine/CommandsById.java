package dev.errand.engine;

import dev.errand.Command;
import dev.errand.QueuePlace;
import dev.errand.Reply;
import dev.errand.RetryScope;
import dev.errand.TaskHandle;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What people ask through a handle: of the task as it lives now, which may have been done again since the handle was made. */
interface CommandsById<R extends @Nullable Object> extends TaskHandle<R> {

    Reception reception();

    @Override
    default Optional<QueuePlace> place() {
        return reception().placeOf(id());
    }

    @Override
    default Reply cancel(Command command) {
        return reception().control().cancel(id(), command);
    }

    @Override
    default Reply pause(Command command) {
        return reception().control().pause(id(), command);
    }

    @Override
    default Reply resume(Command command) {
        return reception().control().resume(id(), command);
    }

    @Override
    default Reply forceStop(Command command) {
        return reception().control().forceStop(id(), command);
    }

    @Override
    default TaskHandle<R> retry(RetryScope scope, Command command) {
        return reception().retry(id(), scope, command);
    }
}
