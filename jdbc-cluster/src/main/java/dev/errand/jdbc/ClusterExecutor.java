package dev.errand.jdbc;

import static java.util.Objects.requireNonNull;

import dev.errand.Demand;
import dev.errand.InvalidInputException;
import dev.errand.cluster.SharedExecutor;
import dev.errand.cluster.SharedWork;
import dev.errand.executor.TaskExecutor;
import dev.errand.jdbc.sql.Database;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Spreads tasks over all processes that share a {@link JdbcTaskRegistry}, by db-scheduler and the database that is there
 * already: each takes as many as it has threads for, those that go next first, within limits that hold for all of them
 * together.
 *
 * {@snippet :
 * tasks = TaskEngine.builder()
 *         .register(EXPORT, new ExportClaims(claims))
 *         .registry(JdbcTaskRegistry.on(dataSource))
 *         .executor(ClusterExecutor.on(dataSource))
 *         .build();
 * }
 *
 * <p>The limits of a type, an owner and a resource are those of the process that lets a task in, so all processes should be
 * configured alike. Types that a process does not know are left to those that do.
 *
 * <p>With PostgreSQL a task begins on another machine within milliseconds; with other databases when that looks next.
 *
 * <p>Immutable until an engine opens it; an engine has one of its own.
 */
public final class ClusterExecutor implements SharedExecutor {

    private static final int DEFAULT_THREADS = 50;
    private static final int MOST_THREADS = 10_000;
    private static final Duration DEFAULT_POLL = Duration.ofSeconds(1);
    private static final Duration SHORTEST_POLL = Duration.ofMillis(10);
    private static final Duration LONGEST_POLL = Duration.ofHours(1);
    private static final Duration TO_ASK = Duration.ofSeconds(1);
    private static final Duration TO_STOP = Duration.ofSeconds(2);
    private static final Logger LOG = LoggerFactory.getLogger(ClusterExecutor.class);

    /** What may be set. */
    private record Settings(DataSource source, int threads, int computingThreads, Duration poll) {}

    /** What it is made of once it is open. */
    private record Open(TicketOffice office, List<TicketTaker> takers, ExecutorService thread) {}

    private final Settings settings;
    private final TaskExecutor inPlace;
    private volatile @Nullable Open open;

    private ClusterExecutor(Settings settings) {
        this.settings = settings;
        this.inPlace = TaskExecutor.virtualThreads(settings.threads);
    }

    /**
     * An executor that shares its tasks through a database.
     *
     * @param dataSource the one that the registry is on
     * @return an executor for 50 tasks at the same time, on virtual threads
     */
    public static ClusterExecutor on(DataSource dataSource) {
        return new ClusterExecutor(new Settings(
                requireNonNull(dataSource, "dataSource"),
                DEFAULT_THREADS,
                Runtime.getRuntime().availableProcessors(),
                DEFAULT_POLL));
    }

    /**
     * Whether several machines can come to a database, so that there is something to share: not so with a file of SQLite, nor
     * with an H2 that this process has open. Blocks.
     *
     * @param dataSource where the database is
     * @return false if it belongs to this machine, or to this process
     * @throws dev.errand.registry.RegistryUnavailableException if the database cannot be asked
     */
    public static boolean suits(DataSource dataSource) {
        return Database.at(dataSource, TO_ASK).isReachableFromOutside();
    }

    /**
     * With another number of tasks that this process runs at the same time.
     *
     * @param tasks 1 to 10,000; 50 by default. Each runs on a virtual thread
     * @return a changed copy
     * @throws InvalidInputException if it is out of range
     */
    public ClusterExecutor threads(int tasks) {
        requireThreads("threads", tasks);
        return new ClusterExecutor(new Settings(settings.source, tasks, settings.computingThreads, settings.poll));
    }

    /**
     * With another number of tasks of types that {@linkplain dev.errand.TaskType#computing() compute}, which have platform
     * threads of their own.
     *
     * @param tasks 1 to 10,000; as many as there are processors by default
     * @return a changed copy
     * @throws InvalidInputException if it is out of range
     */
    public ClusterExecutor computingThreads(int tasks) {
        requireThreads("computing threads", tasks);
        return new ClusterExecutor(new Settings(settings.source, settings.threads, tasks, settings.poll));
    }

    private static void requireThreads(String field, int threads) {
        if (threads < 1 || threads > MOST_THREADS) {
            throw new InvalidInputException(field, threads, "be 1 to " + MOST_THREADS);
        }
    }

    /**
     * With another time between two looks for tasks that nobody has told of.
     *
     * @param interval 10 milliseconds to 1 hour; 1 second by default
     * @return a changed copy
     * @throws InvalidInputException if it is out of range
     */
    public ClusterExecutor pollingEvery(Duration interval) {
        if (interval.compareTo(SHORTEST_POLL) < 0 || interval.compareTo(LONGEST_POLL) > 0) {
            throw new InvalidInputException(
                    "polling interval", interval, "be " + SHORTEST_POLL + " to " + LONGEST_POLL);
        }
        return new ClusterExecutor(
                new Settings(settings.source, settings.threads, settings.computingThreads, interval));
    }

    @Override
    public int capacity() {
        return settings.threads + settings.computingThreads;
    }

    @Override
    public void open(SharedWork work) {
        if (!(work.registry() instanceof JdbcTaskRegistry registry)) {
            throw new InvalidInputException(
                    "registry", work.registry().getClass().getSimpleName(), "be a JdbcTaskRegistry");
        }
        if (!registry.source().equals(settings.source)) {
            throw new InvalidInputException(
                    "data source of the executor", settings.source, "be the one of the registry: " + registry.source());
        }
        OpenRegistry tables = registry.opened();
        ExecutorService thread = Executors.newSingleThreadExecutor(
                Thread.ofPlatform().daemon().name("errand-admit-", 1).factory());
        TicketOffice office = new TicketOffice(tables, work.admission(), this::atWork, thread, this::look);
        tables.changes().beginTicketing();
        open = new Open(office, takers(tables, work, office), thread);
        requireNonNull(open).takers.forEach(TicketTaker::start);
    }

    private List<TicketTaker> takers(OpenRegistry tables, SharedWork work, TicketOffice office) {
        List<TicketTaker> takers = new ArrayList<>();
        List<String> waiting = typesOf(work, false);
        if (!waiting.isEmpty()) {
            TicketTaker.Threads virtual = new TicketTaker.Threads(
                    settings.threads, Thread.ofVirtual().name("errand-", 1).factory(), settings.poll);
            takers.add(new TicketTaker(tables, work, waiting, virtual, office));
        }
        List<String> computing = typesOf(work, true);
        if (!computing.isEmpty()) {
            TicketTaker.Threads platform = new TicketTaker.Threads(
                    settings.computingThreads,
                    Thread.ofPlatform().daemon().name("errand-compute-", 1).factory(),
                    settings.poll);
            takers.add(new TicketTaker(tables, work, computing, platform, office));
        }
        return takers;
    }

    private static List<String> typesOf(SharedWork work, boolean computing) {
        return work.admission().types().entrySet().stream()
                .filter(type -> isComputing(type.getValue()) == computing)
                .map(java.util.Map.Entry::getKey)
                .sorted()
                .toList();
    }

    private static boolean isComputing(Demand demand) {
        return demand.computing();
    }

    @Override
    public void wake() {
        Open parts = open;
        if (parts != null) {
            parts.office.wake();
        }
    }

    @Override
    public void look() {
        Open parts = open;
        if (parts != null) {
            parts.takers.forEach(TicketTaker::look);
        }
    }

    /** The tasks that this process has taken and is busy with. */
    private Set<String> atWork() {
        Open parts = open;
        return parts == null
                ? Set.of()
                : parts.takers.stream().flatMap(TicketTaker::atWork).collect(Collectors.toSet());
    }

    @Override
    public void drain(boolean drain) {
        Open parts = open;
        if (parts != null) {
            parts.takers.forEach(taker -> taker.drain(drain));
        }
    }

    @Override
    public void close() {
        Open parts = open;
        if (parts != null) {
            parts.office.close();
            parts.takers.forEach(TicketTaker::stop);
            parts.thread.shutdown();
            awaitEnd(parts.thread);
        }
    }

    /** The host may close its data source next. */
    private static void awaitEnd(ExecutorService thread) {
        try {
            if (!thread.awaitTermination(TO_STOP.toMillis(), TimeUnit.MILLISECONDS)) {
                LOG.debug("The database does not answer, and is not waited for");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public boolean tryStart(Runnable work) {
        return inPlace.tryStart(work);
    }

    @Override
    public void onRoom(Runnable callback) {
        inPlace.onRoom(callback);
    }

    @Override
    public boolean shutdown(Duration limit) throws InterruptedException {
        return inPlace.shutdown(limit);
    }
}
