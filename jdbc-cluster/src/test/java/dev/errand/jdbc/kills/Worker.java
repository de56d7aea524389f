package dev.errand.jdbc.kills;

import static dev.errand.SubmitOptions.by;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;

import com.zaxxer.hikari.HikariDataSource;
import dev.errand.TaskType;
import dev.errand.engine.TaskEngine;
import dev.errand.engine.TaskEngineBuilder;
import dev.errand.jdbc.ClusterExecutor;
import dev.errand.jdbc.JdbcTaskRegistry;
import dev.errand.schedule.Misfire;
import dev.errand.schedule.Recurrence;
import dev.errand.schedule.Schedule;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/** A process that runs tasks until something happens to it. */
final class Worker {

    static final int THREADS = 8;

    static final String TICKING = "ticking";

    /** Short, so that nothing takes long here; not the shortest, which a busy machine would overstep by itself. */
    private static final Duration USUAL_LEASE = ofSeconds(2);

    private static final String LEASE = "lease=";

    /** What recurs each second, if it does. */
    static final TaskType<Integer, String> TICK = TaskType.named("tick", Integer.class, String.class);

    private Worker() {}

    /** The argument that gives a lease of its own. */
    static String leaseOf(Duration lease) {
        return LEASE + lease;
    }

    /**
     * Runs tasks for ever.
     *
     * @param arguments the database, the directory of the diaries, the name of this process; "ticking" if something recurs,
     *     and a lease
     */
    public static void main(String[] arguments) throws Exception {
        try (HikariDataSource pool = new HikariDataSource()) {
            pool.setJdbcUrl(arguments[0]);
            pool.setMaximumPoolSize(THREADS);
            pool.setMinimumIdle(0);
            Work work = new Work(Diary.of(arguments[2], Path.of(arguments[1])));
            work.listenToTheLog();
            List<String> further = List.of(arguments);
            TaskEngineBuilder builder = TaskEngine.builder()
                    .registry(JdbcTaskRegistry.on(pool))
                    .executor(ClusterExecutor.on(pool).threads(THREADS).pollingEvery(ofMillis(200)))
                    .nodeName(arguments[2])
                    .lease(leaseIn(further))
                    .register(Work.EFFECT, work::effect)
                    .register(Work.STEPS, work::steps)
                    .register(Work.ONCE, work::never)
                    .register(Work.POISON, work::halt);
            if (further.contains(TICKING)) {
                Recurrence eachSecond = Recurrence.named("each-second")
                        .on(Schedule.every(ofSeconds(1)))
                        .misfire(Misfire.RUN_ALL)
                        .overlapping();
                builder.register(TICK, work::effect).recurring(eachSecond, TICK, 0, by("clock"));
            }
            try (TaskEngine engine = builder.build()) {
                System.out.println("ready, one of " + engine.nodes().size());
                new CountDownLatch(1).await();
            }
        }
    }

    private static Duration leaseIn(List<String> arguments) {
        return arguments.stream()
                .filter(argument -> argument.startsWith(LEASE))
                .map(argument -> Duration.parse(argument.substring(LEASE.length())))
                .findFirst()
                .orElse(USUAL_LEASE);
    }
}
