package dev.errand.jdbc;

import dev.errand.Owner;
import dev.errand.TaskId;
import dev.errand.TaskSnapshot;
import dev.errand.jdbc.queue.Backlog;
import dev.errand.jdbc.queue.FairQueueing;
import dev.errand.jdbc.queue.TurnTable;
import dev.errand.jdbc.sql.Database;
import dev.errand.jdbc.sql.DatabaseClock;
import dev.errand.jdbc.sql.GroupCommit;
import dev.errand.jdbc.sql.Notices;
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
import dev.errand.registry.Candidate;
import dev.errand.registry.Holding;
import dev.errand.registry.Liveness;
import dev.errand.registry.Node;
import dev.errand.registry.RegistryListener;
import dev.errand.registry.TaskEntry;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.ReentrantLock;

/** A registry that serves an engine: all its parts, at one database. */
final class OpenRegistry {

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
    private final KnownRows known;
    private final ReentrantLock membershipLock = new ReentrantLock();
    private boolean left;
    private final RowChanges changes;
    private final ExecutorService threads = Executors.newCachedThreadPool(
            Thread.ofPlatform().daemon().name("errand-jdbc-", 1).factory());

    private final FairQueueing turns = new FairQueueing();
    private final TurnTable turnTable;

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
        this.known = new KnownRows(tasks, threads, database.timeout(), membership.node.id());
        this.changes = new RowChanges(membership.node.id(), tasks, known, writer, turns);
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

    KnownRows known() {
        return known;
    }

    RowChanges changes() {
        return changes;
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
        return known.read(id).map(TaskRow::entry);
    }

    Optional<TaskEntry> find(String type, Owner owner, String key) {
        return database.reading(connection -> tasks.find(connection, type, owner, key))
                .map(TaskRow::entry);
    }

    GroupCommit writer() {
        return writer;
    }

    List<TaskSnapshot> newerThan(Map<TaskId, Long> read) {
        if (read.isEmpty()) {
            return List.of();
        }
        Map<TaskId, Long> versions = tasks.versions(read.keySet());
        List<TaskId> changed = versions.entrySet().stream()
                .filter(version -> !version.getValue().equals(read.get(version.getKey())))
                .map(Map.Entry::getKey)
                .toList();
        return tasks.list(changed);
    }

    /** False if the node is to begin nothing more; it is not, once it has left. */
    boolean beat() {
        membershipLock.lock();
        try {
            return !left && beatAsMember();
        } finally {
            membershipLock.unlock();
        }
    }

    private boolean beatAsMember() {
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

    /** Those who submit are told how far the turns have come: by the next beat once more, lest the transaction is rolled back. */
    List<Candidate> letPass(Connection connection, Backlog.Next next) throws SQLException {
        for (Map.Entry<FairQueueing.Queue, Long> latest : next.turns().entrySet()) {
            if (turns.pass(latest.getKey(), latest.getValue())) {
                turnTable.note(latest.getKey(), latest.getValue());
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
        return known.read(id)
                .filter(row -> row.snapshot().state().isFinal()
                        && row.snapshot().owner().equals(owner));
    }

    /** What is written from now on is written all the same: attempts may come to their end later. */
    void leave() {
        wakeups.close();
        membershipLock.lock(); // or a beat that is under way would enter the node once more
        try {
            left = true;
            turnTable.tell();
            nodes.leave(membership.node);
        } finally {
            membershipLock.unlock();
        }
    }
}
