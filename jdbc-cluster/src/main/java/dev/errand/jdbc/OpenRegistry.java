package dev.errand.jdbc;

import dev.errand.Owner;
import dev.errand.TaskId;
import dev.errand.TaskSnapshot;
import dev.errand.TaskState;
import dev.errand.jdbc.queue.Backlog;
import dev.errand.jdbc.queue.FairQueueing;
import dev.errand.jdbc.queue.Tickets;
import dev.errand.jdbc.queue.TurnTable;
import dev.errand.jdbc.sql.Database;
import dev.errand.jdbc.sql.DatabaseClock;
import dev.errand.jdbc.sql.GroupCommit;
import dev.errand.jdbc.sql.GroupRead;
import dev.errand.jdbc.sql.Late;
import dev.errand.jdbc.sql.Notices;
import dev.errand.jdbc.sql.SqlStates;
import dev.errand.jdbc.sql.Write;
import dev.errand.jdbc.sql.Written;
import dev.errand.jdbc.table.LedgerTable;
import dev.errand.jdbc.table.Nodes;
import dev.errand.jdbc.table.OwedNotices;
import dev.errand.jdbc.table.PauseTable;
import dev.errand.jdbc.table.Payloads;
import dev.errand.jdbc.table.RecurrenceTable;
import dev.errand.jdbc.table.Rows;
import dev.errand.jdbc.table.TaskRow;
import dev.errand.jdbc.table.TaskTable;
import dev.errand.jdbc.table.Unseen;
import dev.errand.registry.Admission;
import dev.errand.registry.Amendment;
import dev.errand.registry.Candidate;
import dev.errand.registry.Holding;
import dev.errand.registry.Lease;
import dev.errand.registry.Liveness;
import dev.errand.registry.Node;
import dev.errand.registry.RegistryListener;
import dev.errand.registry.RegistryUnavailableException;
import dev.errand.registry.RunReport;
import dev.errand.registry.TaskEntry;
import dev.errand.registry.Transition;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A registry that serves an engine.
 *
 * <p>Every change of a task is one conditional update: of the version that was read, so that of two that race one starts over.
 * What this process runs, it has read when it began it, and written ever since; so it need not read it again to change it,
 * and finds out by the version if somebody else has.
 */
final class OpenRegistry {

    private static final int MOST_CACHED = 4_096;
    private static final int LOOKS = 8;
    private static final long NANOS_BETWEEN_LOOKS = 20_000_000;
    private static final long LONGEST_TO_GIVE_WAY_NANOS = 1_000_000;

    /** Which engine, how it shows that it is alive, and what it is told. */
    record Membership(Node node, Liveness liveness, RegistryListener listener) {}

    private final Database database;
    private final Membership membership;
    private final DatabaseClock clock;
    private final TaskTable tasks;
    private final Backlog backlog;
    private final Unseen unseen;
    private final OwedNotices owed;
    private final Nodes nodes;
    private final RecurrenceTable recurrences;
    private final PauseTable pauses;
    private final GroupCommit writer;
    private final LedgerTable ledgers;
    private final Submissions submissions;
    private final Wakeups wakeups;
    private final GroupRead<TaskId, TaskRow> reads;
    private final ExecutorService threads = Executors.newCachedThreadPool(
            Thread.ofPlatform().daemon().name("errand-jdbc-", 1).factory());

    private final FairQueueing turns = new FairQueueing();
    private final TurnTable turnTable;
    private final ConcurrentMap<TaskId, TaskRow> cache = new ConcurrentHashMap<>();
    private volatile boolean ticketing;
    private final LostAnswers lost = new LostAnswers();

    /** Opens it; the host's transactions may be prepared before they are committed. */
    OpenRegistry(Database database, Payloads payloads, Membership membership, boolean prepared) {
        this.database = database;
        this.membership = membership;
        this.tasks = new TaskTable(database, new Rows(payloads, database.dialect()));
        this.backlog = new Backlog(database);
        this.unseen = new Unseen(database);
        this.owed = new OwedNotices(database);
        this.nodes = new Nodes(database);
        this.recurrences = new RecurrenceTable(database);
        this.pauses = new PauseTable(database);
        this.writer = new GroupCommit(database, threads, database.dialect().hasOneWriter() ? 1 : 2);
        this.ledgers = new LedgerTable(database, writer);
        this.reads = new GroupRead<>(threads, tasks::find);
        this.turnTable = new TurnTable(database);
        turnTable.read(turns);
        this.submissions = new Submissions(this, prepared);
        this.clock = new DatabaseClock(
                nodes.beat(membership.node, membership.liveness).now());
        this.wakeups = Wakeups.listen(database, membership.node.id(), membership.listener);
    }

    Database database() {
        return database;
    }

    InstantSource clock() {
        return clock;
    }

    TaskTable tasks() {
        return tasks;
    }

    /** Something may wait here that nobody has been told of. */
    void tellOfQueued() {
        membership.listener.onQueued();
    }

    Submissions submissions() {
        return submissions;
    }

    FairQueueing turns() {
        return turns;
    }

    Unseen unseen() {
        return unseen;
    }

    OwedNotices owed() {
        return owed;
    }

    Backlog backlog() {
        return backlog;
    }

    Nodes nodes() {
        return nodes;
    }

    LedgerTable ledgers() {
        return ledgers;
    }

    PauseTable pauses() {
        return pauses;
    }

    /** Those who begin tasks are told at once, and not only when they look the next time. */
    boolean resumeType(String type) {
        return database.inTransaction(connection -> {
            boolean resumed = pauses.resume(connection, type);
            if (resumed) {
                Notices.send(connection, database.dialect(), Notices.QUEUED);
            }
            return resumed;
        });
    }

    RecurrenceTable recurrences() {
        return recurrences;
    }

    Node node() {
        return membership.node;
    }

    Optional<TaskEntry> find(TaskId id) {
        return read(id).map(TaskRow::entry);
    }

    Optional<TaskEntry> find(String type, Owner owner, String key) {
        return database.reading(connection -> tasks.find(connection, type, owner, key))
                .map(TaskRow::entry);
    }

    /** As it is in the table; remembers nothing of it. */
    Optional<TaskRow> read(TaskId id, long end) {
        return reads.read(id, end);
    }

    private Optional<TaskRow> read(TaskId id) {
        Optional<TaskRow> row = read(id, Late.endOf(database.timeout()));
        row.ifPresentOrElse(this::remember, () -> cache.remove(id));
        return row;
    }

    /** What is about to be begun here: those that there are and can be read. */
    Map<TaskId, TaskEntry> readAhead(Connection connection, Collection<TaskId> ids) throws SQLException {
        Map<TaskId, TaskEntry> found = new HashMap<>();
        tasks.findLegible(connection, ids).forEach(row -> {
            remember(row);
            found.put(row.id(), row.entry());
        });
        return found;
    }

    /** What is not about to be changed here need not be remembered. */
    private void remember(TaskRow row) {
        boolean changesHere =
                membership.node.id().equals(row.node()) || row.snapshot().state() == TaskState.QUEUED;
        if (!changesHere) {
            cache.remove(row.id());
            return;
        }
        if (cache.size() >= MOST_CACHED) {
            cache.values().removeIf(known -> known.node() == null);
        }
        cache.merge(row.id(), row, (known, read) -> read.version() >= known.version() ? read : known);
    }

    Optional<TaskSnapshot> apply(TaskId id, Transition transition) {
        return change(id, new LostAnswers.Move(transition.to(), transition.lease()), row -> rowAfter(row, transition));
    }

    Optional<TaskSnapshot> report(TaskId id, Lease lease, RunReport report) {
        return change(id, report, row -> {
            boolean holds =
                    lease.equals(row.lease()) && report.fits(row.snapshot().status());
            return holds
                    ? new TaskRow(
                            report.applyTo(row.entry()),
                            TaskRow.newStamp(),
                            row.turn(),
                            row.node(),
                            row.lease(),
                            row.dueAt())
                    : null;
        });
    }

    Optional<TaskSnapshot> amend(TaskId id, Amendment amendment) {
        return change(
                id,
                amendment,
                row -> amendment.fits(row.entry())
                        ? new TaskRow(
                                amendment.applyTo(row.entry()),
                                TaskRow.newStamp(),
                                row.turn(),
                                row.node(),
                                row.lease(),
                                row.dueAt())
                        : null);
    }

    /** Null if the transition is refused. */
    private @Nullable TaskRow rowAfter(TaskRow row, Transition transition) {
        boolean starts = transition.to() == TaskState.RUNNING;
        boolean heldByAnother = !starts
                && transition.lease().isPresent()
                && !transition.lease().get().equals(row.lease());
        if (heldByAnother || !transition.fits(row.entry())) {
            return null;
        }
        TaskEntry after = transition.applyTo(row.entry());
        boolean runs = after.snapshot().state().isRunning();
        return new TaskRow(
                after,
                TaskRow.newStamp(),
                comesAnew(row, after) ? turns.nextTurn(row.snapshot().submission()) : row.turn(),
                starts ? membership.node.id() : runs ? row.node() : null,
                starts ? transition.lease().orElseThrow() : runs ? row.lease() : null,
                transition.dueAt().orElse(null),
                transition.owedFor(after.snapshot()).orElse(null));
    }

    /** Whether a task is queued that has not waited for its turn until now: while it did something else, all others may have passed. */
    private static boolean comesAnew(TaskRow before, TaskEntry after) {
        TaskState was = before.snapshot().state();
        return after.snapshot().state() == TaskState.QUEUED && was != TaskState.QUEUED && !was.isRunning();
    }

    /**
     * Changes a task as it is known here; as it is in the table, if that is another version, or may be.
     *
     * @param what is asked for: whoever got no answer and asks for the same again is told if it has happened
     * @param step the row after the change; null to refuse it
     */
    private Optional<TaskSnapshot> change(TaskId id, Object what, Function<TaskRow, @Nullable TaskRow> step) {
        TaskRow known = lost.concerns(id) ? null : cache.get(id);
        int unanswered = 0;
        for (int look = 0; look < LOOKS; look++) {
            boolean fresh = known == null;
            TaskRow before = known == null ? read(id).orElse(null) : known;
            if (before != null && fresh && lost.showsDone(before, what)) {
                return Optional.of(before.snapshot());
            }
            TaskRow after = before == null ? null : step.apply(before);
            if (before == null || (after == null && fresh)) {
                return Optional.empty();
            }
            if (after != null) {
                switch (write(before, after, what instanceof RunReport.Advanced)) {
                    case Written.Done(int rows)
                    when rows == 1 -> {
                        lost.forget(id);
                        remember(after);
                        if (isGivenUp(before, after)) {
                            turns.giveBack(after.snapshot().submission());
                        }
                        return Optional.of(after.snapshot());
                    }
                    case Written.Done otherVersion -> giveWay(look);
                    case Written.Refused(SQLException why)
                    when what instanceof Amendment.HandedOver && SqlStates.isDuplicate(why) -> {
                        return Optional.empty();
                    }
                    case Written.Refused refused -> pauseOrThrow(refused, look);
                    case Written.Unknown unknown -> {
                        lost.add(what, before, after);
                        if (unanswered++ > 0) {
                            throw GroupCommit.unavailable(unknown);
                        }
                    }
                }
            }
            cache.remove(id);
            known = null;
        }
        throw new RegistryUnavailableException("task " + id + " is changed by others again and again", null);
    }

    /** Whether a task has ended that only ever waited. */
    private static boolean isGivenUp(TaskRow before, TaskRow after) {
        return after.snapshot().state().isFinal() && before.snapshot().status().attempt() == 0;
    }

    /** Of many who change the same task one is always first; the longer one has tried, the longer it lets others go before. */
    private static void giveWay(int look) {
        if (look > 0) {
            LockSupport.parkNanos(ThreadLocalRandom.current().nextLong(LONGEST_TO_GIVE_WAY_NANOS << look));
        }
    }

    private Written write(TaskRow before, TaskRow after, boolean patiently) {
        Write write = tasks.update(before, after).telling(noticeOf(after));
        TaskState was = before.snapshot().state();
        TaskState is = after.snapshot().state();
        boolean hadTicket = was == TaskState.QUEUED || was.isRunning();
        boolean hasTicket = is == TaskState.QUEUED || is.isRunning();
        boolean givesTicketBack = ticketing && hadTicket && !hasTicket;
        Write all = givesTicketBack ? write.then(Tickets.giveBack(after)) : write;
        return patiently ? writer.writePatiently(all) : writer.write(after.id(), all);
    }

    /** Everybody is told what waits, and the node that runs a task what is asked of it. */
    private Optional<String> noticeOf(TaskRow after) {
        TaskState to = after.snapshot().state();
        if (to == TaskState.QUEUED) {
            return Optional.of(Notices.QUEUED);
        }
        boolean asks = to == TaskState.CANCELLING || to == TaskState.PAUSING;
        boolean runsElsewhere = after.node() != null && !membership.node.id().equals(after.node());
        return asks && runsElsewhere ? Optional.of(Notices.command(after.id().toString())) : Optional.empty();
    }

    /** From now on, whoever leaves the queue or the running gives the ticket back that let it in. */
    void beginTicketing() {
        ticketing = true;
    }

    GroupCommit writer() {
        return writer;
    }

    /** A connection that was broken before is replaced by the pool; a database that is away is not waited for here. */
    private static void pauseOrThrow(Written.Refused refused, int look) {
        if (look > 0 || !SqlStates.isAway(refused.why())) {
            throw GroupCommit.unavailable(refused);
        }
        LockSupport.parkNanos(NANOS_BETWEEN_LOOKS);
    }

    List<TaskSnapshot> newerThan(Map<TaskId, Long> known) {
        if (known.isEmpty()) {
            return List.of();
        }
        Map<TaskId, Long> versions = tasks.versions(known.keySet());
        List<TaskId> changed = versions.entrySet().stream()
                .filter(version -> !version.getValue().equals(known.get(version.getKey())))
                .map(Map.Entry::getKey)
                .toList();
        return tasks.list(changed);
    }

    boolean beat() {
        long asked = System.nanoTime();
        Nodes.Beat beat = nodes.beat(membership.node, membership.liveness);
        clock.set(beat.now(), asked);
        turnTable.tell();
        turnTable.read(turns);
        return !beat.draining();
    }

    /** What may start next, when so many run. Only asks, so that whoever submits something meanwhile need not wait for it. */
    List<Candidate> startable(Admission admission, int atMost) {
        if (admission.types().isEmpty()) {
            return List.of();
        }
        Backlog.Next next = database.reading(connection -> backlog.startable(connection, admission, atMost));
        next.turns().forEach((queue, turn) -> {
            if (turns.pass(queue, turn)) {
                turnTable.note(queue, turn);
            }
        });
        return next.candidates();
    }

    /** Those who submit are told how far the turns have come. */
    List<Candidate> letPass(Connection connection, Backlog.Next next) throws SQLException {
        for (Map.Entry<FairQueueing.Queue, Long> latest : next.turns().entrySet()) {
            if (turns.pass(latest.getKey(), latest.getValue())) {
                turnTable.pass(connection, latest.getKey(), latest.getValue());
            }
        }
        return next.candidates();
    }

    Optional<Instant> heartbeatOf(TaskId task) {
        return nodes.heartbeatOf(task, membership.liveness);
    }

    List<Holding> held() {
        return backlog.heldBy(membership.node.id());
    }

    List<Holding> lapsed(int atMost) {
        return backlog.lapsed(membership.node.types(), atMost);
    }

    /** Forgets a task that has ended; empty if it has not, is somebody else's, or there is none. */
    Optional<TaskEntry> forget(TaskId id, Owner owner, Instant now) {
        Optional<TaskRow> ended = readEnded(id, owner);
        while (ended.isPresent() && !tasks.forget(ended.get().snapshot(), now)) {
            ended = readEnded(id, owner);
        }
        return ended.map(TaskRow::entry);
    }

    private Optional<TaskRow> readEnded(TaskId id, Owner owner) {
        return read(id).filter(row ->
                row.snapshot().state().isFinal() && row.snapshot().owner().equals(owner));
    }

    /** What is written from now on is written all the same: attempts may come to their end later. */
    void leave() {
        wakeups.close();
        turnTable.tell();
        nodes.leave(membership.node);
    }
}
