package dev.errand.engine;

import dev.errand.Command;
import dev.errand.Owner;
import dev.errand.Reply;
import dev.errand.TaskId;

/** What people ask of a task that has not ended, if it is still its owner's whose it was when they found it. */
interface Commands {

    Reply cancel(TaskId id, Owner owner, Command command);

    /** As {@link #cancel}, but the code gets no grace; also if somebody else has asked before, and gave it some. */
    Reply cancelNow(TaskId id, Owner owner, Command command);

    Reply pause(TaskId id, Owner owner, Command command);

    Reply resume(TaskId id, Owner owner, Command command);

    Reply forceStop(TaskId id, Owner owner, Command command);
}
