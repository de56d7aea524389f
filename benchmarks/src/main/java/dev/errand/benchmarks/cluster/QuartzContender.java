package dev.errand.benchmarks.cluster;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import javax.sql.DataSource;
import org.quartz.Job;
import org.quartz.JobBuilder;
import org.quartz.JobDetail;
import org.quartz.JobExecutionContext;
import org.quartz.Scheduler;
import org.quartz.SchedulerException;
import org.quartz.Trigger;
import org.quartz.TriggerBuilder;
import org.quartz.TriggerKey;
import org.quartz.impl.StdSchedulerFactory;
import org.quartz.utils.ConnectionProvider;
import org.quartz.utils.DBConnectionManager;

/** Quartz in a cluster: one job that stays, and a trigger for each task, which is the least that it can write. */
final class QuartzContender implements Contender {

    private static final String TABLES = "org/quartz/impl/jdbcjobstore/tables_postgres.sql";
    private static final int BATCH = 20;

    private final DataSource database;
    private final Scheduler scheduler;
    private final JobDetail job = JobBuilder.newJob(RunByFactory.class)
            .withIdentity("task")
            .storeDurably()
            .requestRecovery()
            .build();

    QuartzContender(Setup setup) throws SchedulerException, SQLException, IOException {
        database = setup.database();
        if (!Sql.isTrue(database, "SELECT to_regclass('qrtz_locks') IS NOT NULL")) {
            Sql.run(database, tables());
        }
        DBConnectionManager.getInstance().addConnectionProvider("postgres", new Pool(database));
        scheduler = new StdSchedulerFactory(properties(setup)).getScheduler();
        scheduler.setJobFactory((bundle, from) -> context -> setup.code().run(id(context)));
        scheduler.addJob(job, true);
    }

    private static String tables() throws IOException {
        try (InputStream in = QuartzContender.class.getClassLoader().getResourceAsStream(TABLES)) {
            if (in == null) {
                throw new IOException("Quartz has no " + TABLES + " any more");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).replace("COMMIT;", "");
        }
    }

    private static Properties properties(Setup setup) {
        Properties properties = new Properties();
        properties.putAll(Map.ofEntries(
                Map.entry("org.quartz.scheduler.instanceName", "comparison"),
                Map.entry("org.quartz.scheduler.instanceId", "AUTO"),
                Map.entry("org.quartz.scheduler.skipUpdateCheck", "true"),
                Map.entry("org.quartz.scheduler.batchTriggerAcquisitionMaxCount", String.valueOf(BATCH)),
                Map.entry(
                        "org.quartz.scheduler.idleWaitTime",
                        String.valueOf(Math.max(1_000, setup.poll().toMillis()))),
                Map.entry("org.quartz.threadPool.threadCount", String.valueOf(BATCH)),
                Map.entry("org.quartz.jobStore.class", "org.quartz.impl.jdbcjobstore.JobStoreTX"),
                Map.entry("org.quartz.jobStore.driverDelegateClass", "org.quartz.impl.jdbcjobstore.PostgreSQLDelegate"),
                Map.entry("org.quartz.jobStore.dataSource", "postgres"),
                Map.entry("org.quartz.jobStore.useProperties", "true"),
                Map.entry("org.quartz.jobStore.acquireTriggersWithinLock", "true"),
                Map.entry("org.quartz.jobStore.misfireThreshold", "3600000"), // or tasks that wait are taken for missed
                Map.entry("org.quartz.jobStore.isClustered", "true"),
                Map.entry(
                        "org.quartz.jobStore.clusterCheckinInterval",
                        String.valueOf(setup.heartbeat().toMillis()))));
        return properties;
    }

    /** The id of the task: what is taken over has a trigger of its own, which knows the name of the first. */
    private static String id(JobExecutionContext context) {
        TriggerKey key = context.isRecovering()
                ? context.getRecoveringTriggerKey()
                : context.getTrigger().getKey();
        return key.getName();
    }

    @Override
    public void start() throws SchedulerException {
        scheduler.start();
    }

    @Override
    public void submit(String id) throws SchedulerException {
        scheduler.scheduleJob(trigger(id));
    }

    @Override
    public void submitAll(List<String> ids) throws SchedulerException {
        Set<Trigger> triggers = new HashSet<>();
        ids.forEach(id -> triggers.add(trigger(id)));
        scheduler.scheduleJobs(Map.of(job, triggers), true);
    }

    private Trigger trigger(String id) {
        return TriggerBuilder.newTrigger()
                .withIdentity(id)
                .forJob(job)
                .startNow()
                .build();
    }

    @Override
    public boolean allEnded() throws SQLException {
        return Sql.isTrue(
                database,
                "SELECT NOT EXISTS (SELECT FROM qrtz_triggers) AND NOT EXISTS (SELECT FROM qrtz_fired_triggers)");
    }

    @Override
    public void stop() throws SchedulerException {
        scheduler.shutdown(true); // or it fails to say that the last ones have ended
    }

    /** What the table of jobs names; the factory makes another. */
    private static final class RunByFactory implements Job {
        @Override
        public void execute(JobExecutionContext context) {
            throw new IllegalStateException("the factory has not been asked");
        }
    }

    /** Lends connections of a pool, and leaves it open. */
    private record Pool(DataSource connections) implements ConnectionProvider {

        @Override
        public Connection getConnection() throws SQLException {
            return connections.getConnection();
        }

        @Override
        public void shutdown() {
            // it belongs to the node
        }

        @Override
        public void initialize() {
            // it is
        }
    }
}
