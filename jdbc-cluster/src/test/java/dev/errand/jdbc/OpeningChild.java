package dev.errand.jdbc;

import static dev.errand.SubmitOptions.by;
import static java.time.Duration.ofSeconds;

import com.zaxxer.hikari.HikariDataSource;
import dev.errand.TaskHandle;
import dev.errand.TaskType;
import dev.errand.engine.TaskEngine;
import dev.errand.jdbc.parts.Sql;

/** A process that opens a registry in a database, which others may do at the same time, and has a task run. */
final class OpeningChild {

    /** A lock that whoever starts such processes holds until all are ready. */
    static final int STARTING_LINE = 1;

    private OpeningChild() {}

    public static void main(String[] arguments) throws Exception {
        TaskType<String, String> echo = TaskType.named("echo", String.class, String.class);
        try (HikariDataSource pool = new HikariDataSource()) {
            pool.setJdbcUrl(arguments[0]);
            pool.setMaximumPoolSize(3);
            System.out.println("ready");
            Sql.execute(pool, "SELECT pg_advisory_lock_shared(" + STARTING_LINE + ")");
            try (TaskEngine tasks = TaskEngine.builder()
                    .registry(JdbcTaskRegistry.on(pool))
                    .register(echo, (input, context) -> input)
                    .build()) {
                TaskHandle<String> handle = tasks.submit(echo, "a", by("ana"));
                System.out.println("ended: " + handle.await(ofSeconds(60)).isPresent());
            }
        }
    }
}
