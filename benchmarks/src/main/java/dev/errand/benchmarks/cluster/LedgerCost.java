package dev.errand.benchmarks.cluster;

import com.zaxxer.hikari.HikariDataSource;
import dev.errand.Outcome;
import dev.errand.TaskContext;
import dev.errand.TaskType;
import dev.errand.engine.TaskEngine;
import dev.errand.jdbc.JdbcTaskRegistry;
import dev.errand.ledger.Ledger;
import dev.errand.registry.MemoryTaskRegistry;
import dev.errand.registry.TaskRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What it costs to write down each item of a task before and after its effect: the threads of one task go through twenty
 * thousand items, of which each takes five milliseconds of somebody else's time, or none.
 */
public final class LedgerCost {

    private static final TaskType<Integer, Long> LOOP = TaskType.named("loop", Integer.class, Long.class);
    private static final int ITEMS = 20_000;
    private static final int ROUNDS = 3;
    private static final Duration LIMIT = Duration.ofMinutes(10);

    /** Where the ledger is. */
    private enum Where {
        NOWHERE("no ledger"),
        MEMORY("in memory"),
        POSTGRESQL("PostgreSQL"),
        SQLITE("SQLite");

        private final String title;

        Where(String title) {
            this.title = title;
        }
    }

    /**
     * What the task does.
     *
     * @param millis of somebody else's time for each item
     * @param threads how many
     */
    private record Work(int millis, int threads) {}

    private LedgerCost() {}

    /**
     * Measures all of it in turns, and prints a table of medians.
     *
     * @param arguments none
     * @throws Exception if something cannot be measured
     */
    public static void main(String... arguments) throws Exception {
        try (Postgres postgres = new Postgres()) {
            System.out.println("PostgreSQL " + postgres.version() + ", medians of " + ROUNDS + " rounds");
            for (Work work : List.of(new Work(5, 20), new Work(5, 100), new Work(0, 20), new Work(0, 200))) {
                print(work, rounds(postgres, work));
            }
        }
    }

    private static Map<Where, List<Double>> rounds(Postgres postgres, Work work) throws Exception {
        Map<Where, List<Double>> rates = new EnumMap<>(Where.class);
        for (int round = 0; round <= ROUNDS; round++) {
            for (Where where : Where.values()) {
                double rate = rate(where, postgres, work);
                if (round > 0) {
                    rates.computeIfAbsent(where, none -> new ArrayList<>()).add(rate);
                }
            }
        }
        return rates;
    }

    private static void print(Work work, Map<Where, List<Double>> rates) {
        System.out.printf("%n| effects of %d ms, on %d threads | items/s |%n|---|---|%n", work.millis, work.threads);
        double first = median(rates.getOrDefault(Where.NOWHERE, List.of()));
        rates.forEach((where, some) -> {
            double rate = median(some);
            System.out.printf(
                    "| %s | %,.0f%s |%n", where.title, rate, where == Where.NOWHERE ? "" : ratio(rate / first));
        });
    }

    private static String ratio(double ratio) {
        return String.format(" (%.2f)", ratio);
    }

    private static double median(List<Double> some) {
        return some.stream().sorted().toList().get(some.size() / 2);
    }

    private static double rate(Where where, Postgres postgres, Work work) throws Exception {
        return switch (where) {
            case NOWHERE, MEMORY -> rate(new MemoryTaskRegistry(), work, where == Where.MEMORY);
            case POSTGRESQL -> rateInPostgres(postgres, work);
            case SQLITE -> rateInSqlite(work);
        };
    }

    private static double rateInPostgres(Postgres postgres, Work work) throws SQLException, InterruptedException {
        String url = postgres.newDatabase();
        try (HikariDataSource pool = pool(url)) {
            return rate(JdbcTaskRegistry.on(pool), work, true);
        } finally {
            postgres.drop(url);
        }
    }

    private static double rateInSqlite(Work work) throws IOException, InterruptedException {
        Path directory = Files.createTempDirectory("ledger-cost");
        String settings = "?journal_mode=WAL&synchronous=FULL&busy_timeout=5000";
        try (HikariDataSource pool = pool("jdbc:sqlite:" + directory.resolve("errand.db") + settings)) {
            return rate(JdbcTaskRegistry.on(pool), work, true);
        } finally {
            try (Stream<Path> files = Files.list(directory)) {
                for (Path file : files.collect(Collectors.toList())) {
                    Files.deleteIfExists(file);
                }
            }
            Files.delete(directory);
        }
    }

    private static HikariDataSource pool(String url) {
        HikariDataSource pool = new HikariDataSource();
        pool.setJdbcUrl(url);
        pool.setMaximumPoolSize(10);
        return pool;
    }

    /** Items a second. */
    private static double rate(TaskRegistry registry, Work work, boolean recorded) throws InterruptedException {
        try (TaskEngine tasks = TaskEngine.builder()
                .registry(registry)
                .register(LOOP, (nothing, context) -> nanos(context, work, recorded))
                .build()) {
            return switch (tasks.submit(LOOP, 0).await(LIMIT).orElseThrow()) {
                case Outcome.Succeeded<Long>(Long nanos) -> ITEMS / (nanos / 1e9);
                case Outcome<Long> other -> throw new IllegalStateException("did not succeed: " + other);
            };
        }
    }

    private static long nanos(TaskContext context, Work work, boolean recorded)
            throws InterruptedException, ExecutionException {
        AtomicInteger next = new AtomicInteger();
        long start = System.nanoTime();
        try (ExecutorService threads = Executors.newFixedThreadPool(work.threads)) {
            List<Future<?>> all = new ArrayList<>();
            for (int i = 0; i < work.threads; i++) {
                all.add(threads.submit(() -> goThrough(next, context.ledger(), work.millis, recorded)));
            }
            for (Future<?> one : all) {
                one.get();
            }
        }
        return System.nanoTime() - start;
    }

    private static void goThrough(AtomicInteger next, Ledger ledger, int millis, boolean recorded) {
        for (int i = next.getAndIncrement(); i < ITEMS; i = next.getAndIncrement()) {
            String key = "item " + i;
            if (!recorded) {
                takeEffect(millis);
            } else if (ledger.begin(key).isEmpty()) {
                takeEffect(millis);
                ledger.done(key, "");
            } else {
                throw new IllegalStateException(key + " was known before");
            }
        }
    }

    /** Somebody else's time. */
    private static void takeEffect(int millis) {
        long until = System.nanoTime() + millis * 1_000_000L;
        for (long left = until - System.nanoTime(); left > 0; left = until - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
    }
}
