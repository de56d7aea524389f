package dev.errand.jdbc;

import static java.util.Objects.requireNonNull;

import dev.errand.InvalidInputException;
import dev.errand.Owner;
import dev.errand.TaskId;
import dev.errand.TaskSnapshot;
import dev.errand.TaskType;
import dev.errand.jdbc.payload.PayloadCodec;
import dev.errand.jdbc.sql.Database;
import dev.errand.jdbc.table.Payloads;
import dev.errand.registry.Admission;
import dev.errand.registry.Amendment;
import dev.errand.registry.Candidate;
import dev.errand.registry.DurableTaskRegistry;
import dev.errand.registry.Holding;
import dev.errand.registry.Instead;
import dev.errand.registry.Lease;
import dev.errand.registry.Liveness;
import dev.errand.registry.Node;
import dev.errand.registry.NodeStatus;
import dev.errand.registry.OwedNotice;
import dev.errand.registry.PausedType;
import dev.errand.registry.RecurrencePoint;
import dev.errand.registry.RegistryListener;
import dev.errand.registry.RegistryUnavailableException;
import dev.errand.registry.Retention;
import dev.errand.registry.RunReport;
import dev.errand.registry.TaskEntry;
import dev.errand.registry.TaskLedgers;
import dev.errand.registry.TaskQuery;
import dev.errand.registry.TaskSummary;
import dev.errand.registry.Transition;
import java.sql.Connection;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;
import java.util.concurrent.Callable;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Remembers tasks in a database that the host has already: PostgreSQL, MariaDB, MySQL, SQLite or H2. They survive the process,
 * and several processes may share them.
 *
 * {@snippet :
 * tasks = TaskEngine.builder()
 *         .register(EXPORT, new ExportClaims(claims))
 *         .registry(JdbcTaskRegistry.on(dataSource))
 *         .build();
 * }
 *
 * <p>It makes its tables, which all begin with {@code errand_}, unless it is told not to. Inputs, results and cursors are kept
 * as JSON, by {@link PayloadCodec}.
 *
 * <p>What is submitted is accepted when {@code submit} returns: it is committed then, or belongs to a transaction of the
 * host's ({@link #within}, {@link #joining}) and is accepted with that.
 *
 * <p>Immutable until an engine opens it; an engine has one of its own.
 */
public final class JdbcTaskRegistry implements DurableTaskRegistry {

    private final RegistrySettings settings;
    private final HostTransactions transactions;
    private volatile @Nullable OpenRegistry open;

    private JdbcTaskRegistry(RegistrySettings settings) {
        this.settings = settings;
        this.transactions = new HostTransactions(settings.host().current());
    }

    /**
     * A registry in a database.
     *
     * <p>Tasks that keep a connection while they run should not take it from the same pool, unless that has more connections than
     * tasks run here: if they have them all, and wait for the registry to write down how far they have come, both wait until a
     * limit of time is over.
     *
     * <p>With PostgreSQL one connection is kept by the thread {@code errand-listen}, to hear at once what other processes do. A
     * pool that looks for leaks, as HikariCP does by its {@code leakDetectionThreshold}, warns of that one, once each time it is
     * taken; it is no leak.
     *
     * @param dataSource where to get connections from: a pool, for anything but a test. Two connections are enough, and one
     *     is possible
     * @return a registry that remembers ended tasks for thirty days
     */
    public static JdbcTaskRegistry on(DataSource dataSource) {
        return new JdbcTaskRegistry(RegistrySettings.of(requireNonNull(dataSource, "dataSource")));
    }

    /**
     * With another way to write inputs, results and cursors.
     *
     * @param codec writes and reads them
     * @return a changed copy
     */
    public JdbcTaskRegistry codec(PayloadCodec codec) {
        return new JdbcTaskRegistry(settings.codec(requireNonNull(codec, "codec")));
    }

    /**
     * With another memory for tasks that have ended.
     *
     * @param retention how many of them, and for how long
     * @return a changed copy
     */
    public JdbcTaskRegistry keeping(Retention retention) {
        return new JdbcTaskRegistry(settings.retention(retention));
    }

    /**
     * With another limit of time for each answer of the database. What takes longer is given up, and the caller gets a
     * {@link RegistryUnavailableException}.
     *
     * @param limit 100 milliseconds to 10 minutes; ten seconds by default
     * @return a changed copy
     * @throws InvalidInputException if it is out of range
     */
    public JdbcTaskRegistry timeout(Duration limit) {
        if (limit.compareTo(Duration.ofMillis(100)) < 0 || limit.compareTo(Duration.ofMinutes(10)) > 0) {
            throw new InvalidInputException("timeout", limit, "be 100 milliseconds to 10 minutes");
        }
        return new JdbcTaskRegistry(settings.timeout(limit));
    }

    /**
     * With another limit to the length of an input, a result or a cursor. What is longer is refused: it belongs into a file,
     * or a table of its own.
     *
     * @param characters how many characters of JSON, 1 to 100,000,000; 1,048,576 by default
     * @return a changed copy
     * @throws InvalidInputException if it is out of range
     */
    public JdbcTaskRegistry longestPayload(int characters) {
        if (characters < 1 || characters > 100_000_000) {
            throw new InvalidInputException("longest payload", characters, "be 1 to 100,000,000");
        }
        return new JdbcTaskRegistry(settings.mostCharacters(characters));
    }

    /**
     * Without making tables: they must be there, made by the scripts {@code dev/errand/jdbc/schema/*.sql} of this library,
     * by a tool such as Flyway or Liquibase.
     *
     * @return a changed copy
     */
    public JdbcTaskRegistry withTablesOfTheHost() {
        return new JdbcTaskRegistry(settings.withoutMakingTables());
    }

    /**
     * Lets submissions join transactions of the host's, wherever a thread has one.
     *
     * @param transactions tells which one
     * @return a changed copy
     */
    public JdbcTaskRegistry joining(HostTransaction transactions) {
        return new JdbcTaskRegistry(settings.host(new RegistrySettings.Host(
                requireNonNull(transactions), settings.host().prepared())));
    }

    /**
     * For transactions of the host's that are committed in two phases, as by XA and JTA. PostgreSQL prepares none that has sent a
     * notice, so none is sent with what is submitted in them; it begins when a process next looks, and not at once:
     * {@link ClusterExecutor#pollingEvery}, or the next heartbeat. On other databases, that is so anyway.
     *
     * @return a changed copy
     */
    public JdbcTaskRegistry withTwoPhaseCommits() {
        return new JdbcTaskRegistry(
                settings.host(new RegistrySettings.Host(settings.host().current(), true)));
    }

    /**
     * Lets what is submitted meanwhile by this thread belong to a transaction: it is accepted when that commits, and never
     * was if that does not. Its handle tells nothing new until then; whoever waits for its end is told by a
     * {@link dev.errand.TaskNotAcceptedException} if the commit has not been seen for an hour, or before the engine closes.
     *
     * {@snippet :
     * TaskId id = registry.within(connection, () -> {
     *     orders.insert(connection, order);
     *     return tasks.submit(SHIP, order, by("shop")).id();
     * });
     * connection.commit();
     * registry.hasCommitted();
     * }
     *
     * <p>For a transaction that is prepared before it is committed, see {@link #withTwoPhaseCommits()}.
     *
     * <p>It may have to wait for another transaction that has submitted the same, by its key or because it joins what runs. That
     * ends with a {@link RegistryUnavailableException} after {@link #timeout}, or sooner if the database has a shorter limit for
     * locks; the transaction is as before, then, and may go on. MariaDB and MySQL show a transaction with REPEATABLE READ, their
     * usual isolation, nothing that was committed since its first look: what was submitted since is not joined there, unless it
     * has the same key.
     *
     * @param transaction a connection that does not commit by itself; it is neither committed nor closed here
     * @param submissions what to do
     * @param <T> what it returns
     * @return what it has returned
     * @throws InvalidInputException if the connection is in autocommit mode
     * @throws IllegalStateException if no engine has opened this registry
     * @throws Exception what it throws
     */
    public <T> T within(Connection transaction, Callable<T> submissions) throws Exception {
        requireNonNull(open(), "open");
        return transactions.within(transaction, submissions);
    }

    /**
     * Tells that a transaction of the host's has committed in which something was submitted: it begins at once then, and not when
     * somebody next looks. Nothing depends on it. Does nothing before an engine has opened this registry. Does not block.
     */
    public void hasCommitted() {
        OpenRegistry registry = open;
        if (registry != null) {
            registry.tellOfQueued();
        }
    }

    private OpenRegistry open() {
        OpenRegistry registry = open;
        if (registry == null) {
            throw new IllegalStateException("this registry was not opened: hand it to an engine");
        }
        return registry;
    }

    @Override
    public void open(Node node, Liveness liveness, Map<String, TaskType<?, ?>> types, RegistryListener listener) {
        if (open != null) {
            throw new IllegalStateException("this registry serves an engine already: each needs one of its own");
        }
        Duration timeout = shorter(settings.timeout(), liveness.patience());
        Database database = Database.at(settings.source(), timeout);
        Fitness.require(database, settings.longestStatement());
        Schema schema = new Schema(database);
        if (settings.makesTables()) {
            schema.prepare();
        }
        schema.require();
        schema.requireWritable();
        Fitness.requireCase(database);
        Payloads payloads = new Payloads(settings.codec(), Map.copyOf(types), settings.mostCharacters());
        open = new OpenRegistry(
                database,
                payloads,
                new OpenRegistry.Membership(node, liveness, listener),
                settings.host().prepared());
    }

    /** A call that outlives the patience of the heart would cost the lease. */
    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }

    /** What the cluster's executor needs besides. */
    OpenRegistry opened() {
        return open();
    }

    DataSource source() {
        return settings.source();
    }

    @Override
    public Instant now() {
        return open().clock().instant();
    }

    @Override
    public boolean isInTransaction() {
        return transactions.current() != null;
    }

    @Override
    public TaskEntry add(TaskEntry task, Instead instead) {
        return open().submissions().add(task, instead, transactions.current());
    }

    @Override
    public void addAll(List<TaskEntry> tasks) {
        open().submissions().addAll(tasks, transactions.current());
    }

    @Override
    public Optional<TaskEntry> findInstead(TaskEntry task, Instead instead) {
        return open().submissions().findInstead(task, instead, transactions.current());
    }

    @Override
    public boolean haveSameInput(TaskEntry one, TaskEntry other) {
        return open().tasks().haveSameInput(one, other);
    }

    @Override
    public Optional<TaskEntry> find(TaskId id) {
        return open().find(id);
    }

    @Override
    public Optional<TaskEntry> find(String type, Owner owner, String key) {
        return open().find(type, owner, key);
    }

    @Override
    public List<TaskSnapshot> list(TaskQuery query) {
        return open().tasks().list(query);
    }

    @Override
    public Optional<TaskSnapshot> apply(TaskId id, Transition transition) {
        return open().changes().apply(id, transition);
    }

    @Override
    public Optional<TaskSnapshot> report(TaskId id, Lease lease, RunReport report) {
        return open().changes().report(id, lease, report);
    }

    @Override
    public boolean holds(TaskId id, Lease lease) {
        return open().tasks().holds(id, lease.token());
    }

    @Override
    public TaskSummary summary(Owner owner) {
        return open().unseen().summary(owner);
    }

    @Override
    public boolean markSeen(TaskId id, Owner owner) {
        return open().unseen().markSeen(id, owner);
    }

    @Override
    public Optional<TaskSnapshot> amend(TaskId id, Amendment amendment) {
        return open().changes().amend(id, amendment);
    }

    @Override
    public boolean countDownload(TaskId id, UUID file) {
        return open().tasks().countDownload(id, file);
    }

    @Override
    public Optional<TaskEntry> forget(TaskId id, Owner owner, Instant now) {
        return open().forget(id, owner, now);
    }

    @Override
    public List<OwedNotice> owed(Instant now, int atMost) {
        return open().owed().due(now, atMost);
    }

    @Override
    public boolean settle(OwedNotice before, Optional<OwedNotice> after) {
        return open().owed().settle(before, after);
    }

    @Override
    public Optional<Instant> forgottenAt(TaskId id, Owner owner) {
        return open().tasks().tombstones().find(id, owner);
    }

    @Override
    public TaskLedgers ledgers() {
        return open().ledgers();
    }

    @Override
    public List<PausedType> pausedTypes() {
        return open().pauses().list();
    }

    @Override
    public boolean pauseType(PausedType type) {
        return open().pauses().pause(type);
    }

    @Override
    public boolean resumeType(String type) {
        return open().resumeType(type);
    }

    @Override
    public RecurrencePoint recurrence(String name, Instant ifNew) {
        return open().recurrences().point(name, ifNew);
    }

    @Override
    public boolean advance(String name, RecurrencePoint from, RecurrencePoint to) {
        return open().recurrences().advance(name, from, to);
    }

    @Override
    public int sweep(Instant now) {
        return new Sweep(open()).run(now, settings.retention());
    }

    @Override
    public boolean beat() {
        return open().beat();
    }

    @Override
    public Optional<Instant> heartbeatOf(TaskId task) {
        return open().heartbeatOf(task);
    }

    @Override
    public List<Holding> held() {
        return open().held();
    }

    @Override
    public List<Holding> lapsed(int atMost) {
        return open().lapsed(atMost);
    }

    @Override
    public List<TaskId> due(int atMost) {
        return open().backlog().due(atMost);
    }

    @Override
    public List<Candidate> startable(Admission admission, int atMost) {
        return open().startable(admission, atMost);
    }

    @Override
    public OptionalInt positionOf(TaskId task) {
        return open().backlog().positionOf(task);
    }

    @Override
    public long waiting() {
        return open().backlog().waiting();
    }

    @Override
    public long waitingOf(Owner owner) {
        return open().backlog().waitingOf(owner, transactions.current());
    }

    @Override
    public Duration longestWait() {
        return settings.retention().maxAge();
    }

    @Override
    public List<TaskSnapshot> newerThan(Map<TaskId, Long> known) {
        return open().newerThan(known);
    }

    @Override
    public List<NodeStatus> nodes() {
        return open().nodes().list();
    }

    @Override
    public List<TaskSnapshot> runningOn(UUID node) {
        return open().tasks().runningOn(node);
    }

    @Override
    public boolean drain(UUID node, boolean drain) {
        return open().nodes().drain(node, drain);
    }

    @Override
    public void close() {
        OpenRegistry registry = open;
        if (registry != null) {
            registry.leave();
        }
    }

    @Override
    public String toString() {
        return "tasks in " + settings.source();
    }
}
