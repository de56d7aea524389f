package dev.errand.samples.cluster;

import static dev.errand.SubmitOptions.by;
import static dev.errand.samples.cluster.Office.EXPORT;
import static java.time.Duration.ofSeconds;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.errand.Restarts;
import dev.errand.TaskId;
import dev.errand.TaskType;
import dev.errand.artifact.DirectoryArtifactStore;
import dev.errand.engine.TaskEngine;
import dev.errand.engine.TaskEngineBuilder;
import dev.errand.jdbc.ClusterExecutor;
import dev.errand.jdbc.JdbcArtifactStore;
import dev.errand.jdbc.JdbcTaskRegistry;
import dev.errand.registry.NodeStatus;
import dev.errand.s3.S3ArtifactStore;
import java.io.PrintStream;
import java.nio.file.Path;
import java.sql.Connection;
import javax.sql.DataSource;
import software.amazon.awssdk.services.s3.S3Client;

/** The shorter pieces that the README and the Javadoc show. */
final class Snippets {

    static final TaskType<Order, Void> SHIP =
            TaskType.named("ship-order", Order.class, Void.class).atMostOnce();

    static final TaskType<ClaimQuery, Payments> PAY =
            TaskType.named("pay-claims", ClaimQuery.class, Payments.class).restarting(new Restarts(3));

    /**
     * Something that a shop has sold.
     *
     * @param number names it
     */
    record Order(String number) {}

    /** Where a shop keeps its orders. */
    interface Orders {

        void insert(Connection connection, Order order);
    }

    private Snippets() {}

    /** An application on one machine, whose tasks survive it. */
    static final class OneMachine implements AutoCloseable {

        private final TaskEngine tasks;

        OneMachine(DataSource dataSource, DataSource claims) {
            tasks = TaskEngine.builder()
                    .register(EXPORT, new ExportClaims(claims))
                    .registry(JdbcTaskRegistry.on(dataSource))
                    .build();
        }

        TaskEngine tasks() {
            return tasks;
        }

        @Override
        public void close() {
            tasks.close();
        }
    }

    /** The same application on as many machines as there shall be. */
    static final class OneOfMany implements AutoCloseable {

        private final TaskEngine tasks;

        OneOfMany(DataSource dataSource, DataSource claims) {
            tasks = TaskEngine.builder()
                    .register(EXPORT, new ExportClaims(claims))
                    .registry(JdbcTaskRegistry.on(dataSource))
                    .executor(ClusterExecutor.on(dataSource))
                    .build();
        }

        @Override
        public void close() {
            tasks.close();
        }
    }

    /** A machine that hands work in, and does none. */
    static final class OnlySubmitting implements AutoCloseable {

        private final TaskEngine tasks;

        OnlySubmitting(DataSource dataSource) {
            tasks = TaskEngine.builder()
                    .registerRemote(EXPORT)
                    .registry(JdbcTaskRegistry.on(dataSource))
                    .executor(ClusterExecutor.on(dataSource))
                    .build();
        }

        @Override
        public void close() {
            tasks.close();
        }
    }

    static HikariDataSource sqlite(Path file) {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl("jdbc:sqlite:" + file + "?journal_mode=WAL&synchronous=FULL&busy_timeout=10000");
        return new HikariDataSource(config);
    }

    static TaskId inTransaction(
            JdbcTaskRegistry registry, TaskEngine tasks, Connection connection, Orders orders, Order order)
            throws Exception {
        TaskId id = registry.within(connection, () -> {
            orders.insert(connection, order);
            return tasks.submit(SHIP, order, by("shop")).id();
        });
        connection.commit();
        registry.hasCommitted();
        return id;
    }

    static TaskEngineBuilder named(TaskEngineBuilder builder) {
        return builder.nodeName("reports-1").lease(ofSeconds(10));
    }

    static void show(TaskEngine tasks, PrintStream out) {
        for (NodeStatus node : tasks.nodes()) {
            out.println(node.node().name() + (node.alive() ? " runs " : " is gone, with "));
            tasks.runningOn(node.node().id()).forEach(task -> out.println("  " + task.title()));
        }
    }

    static void drain(TaskEngine tasks, String name) {
        tasks.nodes().stream()
                .filter(node -> node.node().name().equals(name))
                .forEach(node -> tasks.drain(node.node().id(), true));
    }

    static void files(TaskEngineBuilder builder, DataSource dataSource) {
        builder.artifacts(JdbcArtifactStore.on(dataSource));
    }

    static void files(TaskEngineBuilder builder, Path sharedDirectory) {
        builder.artifacts(DirectoryArtifactStore.in(sharedDirectory));
    }

    static void files(TaskEngineBuilder builder, S3Client client) {
        builder.artifacts(S3ArtifactStore.in(client, "claims-office").prefix("errand/"));
    }
}
