package dev.errand.samples.cluster;

import dev.errand.Artifact;
import dev.errand.Restarts;
import dev.errand.TaskType;

/** The kinds of work that there are in the office: all its machines know them by these names. */
public final class Office {

    /** The claims of a branch as a workbook. It is written anew if its machine dies, and appears when it is complete. */
    public static final TaskType<ClaimQuery, Artifact> EXPORT =
            TaskType.named("export-claims", ClaimQuery.class, Artifact.class);

    /** Pays the approved claims of a branch. After a crash it goes on, and pays nothing twice. */
    public static final TaskType<ClaimQuery, Payments> PAY =
            TaskType.named("pay-claims", ClaimQuery.class, Payments.class).restarting(new Restarts(3));

    /** Writes to all members who have not signed. */
    public static final TaskType<ReminderQuery, Reminders> REMIND =
            TaskType.named("remind-members", ReminderQuery.class, Reminders.class);

    private Office() {}
}
