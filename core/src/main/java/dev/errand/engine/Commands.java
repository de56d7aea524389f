package dev.errand.engine;

import dev.errand.Command;
import dev.errand.Reply;
import dev.errand.TaskId;

/** What people ask of a task that has not ended. */
interface Commands {

    Reply cancel(TaskId id, Command command);

    /** As {@link #cancel}, but the code gets no grace; also if somebody else has asked before, and gave it some. */
    Reply cancelNow(TaskId id, Command command);

    Reply pause(TaskId id, Command command);

    Reply resume(TaskId id, Command command);

    Reply forceStop(TaskId id, Command command);
}
