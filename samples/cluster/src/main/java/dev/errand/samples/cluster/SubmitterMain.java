package dev.errand.samples.cluster;

import static dev.errand.SubmitOptions.by;

import dev.errand.SubmitOptions;
import dev.errand.TaskHandle;
import dev.errand.TaskType;
import dev.errand.engine.TaskEngine;
import dev.errand.jdbc.ClusterExecutor;
import dev.errand.jdbc.JdbcTaskRegistry;
import javax.sql.DataSource;

/**
 * A machine that hands work in and does none, as the one that serves the pages: it knows the types and not the code. It ends as
 * soon as everything is accepted, and nothing is lost by that.
 */
public final class SubmitterMain {

    private static final int YEAR = 2026;

    private final TaskEngine tasks;

    private SubmitterMain(TaskEngine tasks) {
        this.tasks = tasks;
    }

    /**
     * Submits everything, and says the id of each task once it is accepted.
     *
     * @param arguments its name, and where to find things
     */
    public static void main(String... arguments) {
        NodeProcess.endWithItsParent();
        try (ClaimsDatabase database = new ClaimsDatabase(arguments[1]);
                TaskEngine tasks = engine(arguments[0], database.source())) {
            new SubmitterMain(tasks).submitAll();
        }
    }

    private static TaskEngine engine(String name, DataSource dataSource) {
        return TaskEngine.builder()
                .registerRemote(Office.EXPORT)
                .registerRemote(Office.PAY)
                .registerRemote(Office.REMIND)
                .registry(JdbcTaskRegistry.on(dataSource))
                .executor(ClusterExecutor.on(dataSource))
                .nodeName(name)
                .build();
    }

    private void submitAll() {
        submit(Office.REMIND, new ReminderQuery(YEAR), by("carl").title("Reminders"));
        for (String branch : ClaimsDatabase.BRANCHES) {
            ClaimQuery query = new ClaimQuery(branch);
            submit(Office.PAY, query, by("bea").title("Payments " + branch));
            submit(Office.EXPORT, query, by("ana").title("Export " + branch));
        }
    }

    private <I> void submit(TaskType<I, ?> type, I input, SubmitOptions options) {
        TaskHandle<?> handle = tasks.submit(type, input, options);
        System.out.println(NodeProcess.ACCEPTED + " " + handle.id());
    }
}
