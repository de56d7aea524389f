package dev.errand.jdbc;

import dev.errand.Submission;
import dev.errand.TaskState;
import dev.errand.jdbc.sql.GroupCommit;
import dev.errand.jdbc.sql.Late;
import dev.errand.jdbc.sql.Notices;
import dev.errand.jdbc.sql.SqlStates;
import dev.errand.jdbc.sql.Write;
import dev.errand.jdbc.sql.Written;
import dev.errand.jdbc.table.Admissions;
import dev.errand.jdbc.table.TaskRow;
import dev.errand.registry.Instead;
import dev.errand.registry.TaskEntry;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** How tasks come into an open registry: alone, beside others that may stand in for them, or in a transaction of the host's. */
final class Submissions {

    private static final int MOST_PATIENT = 64;

    private final OpenRegistry registry;
    private final Admissions admissions;

    /** However many submissions wait for a database that is away: who finds none has waited as long as it may. */
    private final OneByOne<TaskEntry> inTurn = new OneByOne<>(patientThreads());

    /** The host's transactions may be prepared before they are committed. */
    Submissions(OpenRegistry registry, boolean prepared) {
        this.registry = registry;
        this.admissions = new Admissions(registry.database(), registry.tasks(), !prepared);
    }

    TaskEntry add(TaskEntry task, Instead instead, @Nullable Connection transaction) {
        TaskRow row = newRow(task);
        boolean entered = false;
        try {
            TaskEntry known = transaction == null ? add(row, instead) : admissions.addWithin(transaction, row, instead);
            entered = known.snapshot().id().equals(row.id());
            return known;
        } finally {
            if (!entered) {
                giveBackTurn(row);
            }
        }
    }

    private TaskEntry add(TaskRow row, Instead instead) {
        boolean alone = row.snapshot().submission().key().isEmpty() && instead.equals(Instead.NOTHING);
        return alone ? addAlone(row) : addInTurn(row, instead);
    }

    /**
     * Nothing can stand in for it. What does not show, though it may come yet, is entered once more: it has an id, by which
     * that is refused if it has come meanwhile.
     */
    private TaskEntry addAlone(TaskRow row) {
        long end = Late.endOf(registry.database().timeout());
        Write insert = registry.tasks().insert(row).telling(noticeOfNew(row));
        Written written = registry.writer().write(row.id(), insert);
        if (written instanceof Written.Unknown && !isThere(row, end)) {
            written = registry.writer().write(row.id(), insert, end);
        }
        boolean entered = switch (written) {
            case Written.Done done -> true;
            case Written.Refused(SQLException why) -> SqlStates.isDuplicate(why);
            case Written.Unknown unknown -> isThere(row, end);
        };
        if (entered) {
            return row.entry();
        }
        throw GroupCommit.failure(written);
    }

    /** Whoever submits looks when the answer is there. */
    private Optional<String> noticeOfNew(TaskRow row) {
        return row.snapshot().state() == TaskState.QUEUED
                ? Optional.of(Notices.queuedBy(registry.node().id()))
                : Optional.empty();
    }

    private boolean isThere(TaskRow row, long end) {
        return registry.known().read(row.id(), end).isPresent();
    }

    /**
     * It may be tried again and again, or wait for longer than the caller has time. One waits for each key and gate: many would
     * leave nobody else a connection, as when a transaction of the host's has it and somebody clicks again and again.
     */
    private TaskEntry addInTurn(TaskRow row, Instead instead) {
        long end = Late.endOf(registry.database().timeout());
        return Late.join(
                inTurn.add(admissions.waitsFor(row, instead), () -> admissions.addOrFind(row, instead, end)), end);
    }

    void addAll(List<TaskEntry> entries, @Nullable Connection transaction) {
        List<TaskRow> rows = entries.stream().map(this::newRow).toList();
        if (rows.isEmpty()) {
            return;
        }
        boolean entered = false;
        try {
            admissions.addAll(rows, transaction);
            entered = true;
        } finally {
            if (!entered) {
                rows.forEach(this::giveBackTurn);
            }
        }
    }

    /** What is put off gets its turn when it is due, as in {@link RowChanges}. */
    private TaskRow newRow(TaskEntry task) {
        Submission submission = task.snapshot().submission();
        return isPutOff(task)
                ? new TaskRow(task, TaskRow.newStamp(), 0, null, null, submission.startsAt())
                : new TaskRow(task, TaskRow.newStamp(), registry.turns().nextTurn(submission), null, null, null);
    }

    private static boolean isPutOff(TaskEntry task) {
        return task.snapshot().state() == TaskState.SCHEDULED;
    }

    private void giveBackTurn(TaskRow row) {
        if (!isPutOff(row.entry())) {
            registry.turns().giveBack(row.snapshot().submission());
        }
    }

    Optional<TaskEntry> findInstead(TaskEntry task, Instead instead, @Nullable Connection transaction) {
        return admissions.findInstead(task, instead, transaction);
    }

    private static ExecutorService patientThreads() {
        ThreadPoolExecutor threads = new ThreadPoolExecutor(
                MOST_PATIENT,
                MOST_PATIENT,
                10,
                TimeUnit.SECONDS,
                new LinkedBlockingQueue<>(),
                Thread.ofPlatform().daemon().name("errand-jdbc-patient-", 1).factory());
        threads.allowCoreThreadTimeOut(true);
        return threads;
    }
}
