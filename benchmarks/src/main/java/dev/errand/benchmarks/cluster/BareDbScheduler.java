package dev.errand.benchmarks.cluster;

import com.github.kagkarlsson.scheduler.Scheduler;
import com.github.kagkarlsson.scheduler.SchedulerBuilder;
import com.github.kagkarlsson.scheduler.SchedulerName;
import com.github.kagkarlsson.scheduler.jdbc.PostgreSqlJdbcCustomization;
import com.github.kagkarlsson.scheduler.task.TaskInstance;
import com.github.kagkarlsson.scheduler.task.helper.OneTimeTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.function.UnaryOperator;
import org.postgresql.PGConnection;

/**
 * db-scheduler with nothing above it: a task is a row with a name, and gone when it has ended. Its table and indexes
 * are those of its documentation.
 */
final class BareDbScheduler implements Contender {

    private static final String TABLES = """
            CREATE TABLE IF NOT EXISTS scheduled_tasks (
                task_name text NOT NULL,
                task_instance text NOT NULL,
                task_data bytea,
                execution_time timestamp with time zone NOT NULL,
                picked boolean NOT NULL,
                picked_by text,
                last_success timestamp with time zone,
                last_failure timestamp with time zone,
                consecutive_failures int,
                last_heartbeat timestamp with time zone,
                version bigint NOT NULL,
                priority smallint,
                PRIMARY KEY (task_name, task_instance));
            CREATE INDEX IF NOT EXISTS execution_time_idx ON scheduled_tasks (execution_time);
            CREATE INDEX IF NOT EXISTS last_heartbeat_idx ON scheduled_tasks (last_heartbeat);
            CREATE INDEX IF NOT EXISTS priority_execution_time_idx
                ON scheduled_tasks (priority DESC, execution_time ASC);
            """;
    private static final int VIRTUAL_THREADS = 50;

    private final Setup setup;
    private final Scheduler scheduler;
    private final OneTimeTask<Void> task;
    private final boolean notifies;
    private final List<Connection> listening = new ArrayList<>();

    private BareDbScheduler(Setup setup, UnaryOperator<SchedulerBuilder> settings, boolean notifies)
            throws SQLException {
        this.setup = setup;
        this.notifies = notifies;
        Sql.run(setup.database(), TABLES);
        task = Tasks.oneTime("task", Void.class)
                .execute((instance, context) -> setup.code().run(instance.getId()));
        scheduler = settings.apply(Scheduler.create(setup.database(), task)
                        .schedulerName(new SchedulerName.Fixed(UUID.randomUUID().toString()))
                        .jdbcCustomization(new PostgreSqlJdbcCustomization(false, true))
                        .pollingInterval(setup.poll())
                        .heartbeatInterval(setup.heartbeat())
                        .missedHeartbeatsLimit(4)
                        .shutdownMaxWait(Duration.ofSeconds(1)))
                .build();
    }

    static Contender fetching(Setup setup) throws SQLException {
        return new BareDbScheduler(setup, builder -> builder.threads(10), false);
    }

    static Contender locking(Setup setup) throws SQLException {
        return new BareDbScheduler(setup, builder -> onVirtualThreads(builder, 0.5, 1), false);
    }

    static Contender lockingAhead(Setup setup) throws SQLException {
        return new BareDbScheduler(setup, builder -> onVirtualThreads(builder, 1, 4), false);
    }

    static Contender notified(Setup setup) throws SQLException {
        return new BareDbScheduler(
                setup, builder -> onVirtualThreads(builder, 0.5, 1).enableImmediateExecution(), true);
    }

    private static SchedulerBuilder onVirtualThreads(SchedulerBuilder builder, double lower, double upper) {
        return builder.threads(VIRTUAL_THREADS)
                .executorService(Executors.newFixedThreadPool(
                        VIRTUAL_THREADS, Thread.ofVirtual().factory()))
                .pollUsingLockAndFetch(lower, upper);
    }

    @Override
    public void start() throws SQLException {
        scheduler.start();
        if (notifies) {
            Connection connection = DriverManager.getConnection(setup.url());
            listening.add(connection);
            try (Statement listen = connection.createStatement()) {
                listen.execute("LISTEN due");
            }
            Thread.ofPlatform().daemon().name("listener").start(() -> wakeOnNotification(connection));
        }
    }

    private void wakeOnNotification(Connection connection) {
        try {
            PGConnection postgres = connection.unwrap(PGConnection.class);
            while (!connection.isClosed()) {
                if (postgres.getNotifications(0).length > 0) {
                    scheduler.triggerCheckForDueExecutions();
                }
            }
        } catch (SQLException closed) {
            // the contender is
        }
    }

    @Override
    public void submit(String id) throws SQLException {
        scheduler.schedule(task.instance(id), Instant.now());
        if (notifies) {
            Sql.run(setup.database(), "NOTIFY due");
        }
    }

    @Override
    public void submitAll(List<String> ids) {
        Instant now = Instant.now();
        List<TaskInstance<?>> instances = new ArrayList<>();
        ids.forEach(id -> instances.add(task.instance(id)));
        scheduler.scheduleBatch(instances, now);
    }

    @Override
    public boolean allEnded() throws SQLException {
        return Sql.isTrue(setup.database(), "SELECT NOT EXISTS (SELECT FROM scheduled_tasks)");
    }

    @Override
    public void stop() throws SQLException {
        scheduler.stop();
        for (Connection connection : listening) {
            connection.close();
        }
    }
}
