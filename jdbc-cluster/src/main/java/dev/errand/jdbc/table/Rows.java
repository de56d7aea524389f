package dev.errand.jdbc.table;

import static java.util.Objects.requireNonNull;

import dev.errand.Failure;
import dev.errand.Outcome;
import dev.errand.Owner;
import dev.errand.Submission;
import dev.errand.TaskId;
import dev.errand.TaskSnapshot;
import dev.errand.TaskState;
import dev.errand.TaskStatus;
import dev.errand.TraceParent;
import dev.errand.jdbc.payload.BrokenRowException;
import dev.errand.jdbc.sql.Dialect;
import dev.errand.jdbc.sql.Micros;
import dev.errand.progress.Progress;
import dev.errand.registry.Checkpoint;
import dev.errand.registry.Encoded;
import dev.errand.registry.Lease;
import dev.errand.registry.OwedNotice;
import dev.errand.registry.StartingPoint;
import dev.errand.registry.TaskEntry;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tasks as rows, and rows as tasks. Of a task that has changed, only the columns that have are written. */
public final class Rows {

    private static final Logger LOG = LoggerFactory.getLogger(Rows.class);
    private static final Failure ILLEGIBLE = new Failure(
            "", "Why the task failed is not known any more.", "what was stored of it cannot be read", Optional.empty());

    private final Words words = new Words();
    private final Payloads payloads;
    private final Dialect dialect;

    public Rows(Payloads payloads, Dialect dialect) {
        this.payloads = payloads;
        this.dialect = dialect;
    }

    Payloads payloads() {
        return payloads;
    }

    /** Everything of a new task. Throws if its input cannot be stored. */
    Map<Column, @Nullable Object> columns(TaskRow row) {
        Map<Column, @Nullable Object> columns = new EnumMap<>(Column.class);
        TaskSnapshot task = row.snapshot();
        Submission submission = task.submission();
        String input = payloads.writeInput(submission.type(), row.entry().input());
        columns.put(Column.ID, task.id().value());
        columns.put(Column.TYPE, submission.type());
        columns.put(Column.TENANT, submission.owner().tenant());
        columns.put(Column.OWNER, submission.owner().id());
        columns.put(Column.TASK_KEY, submission.key().orElse(null));
        columns.put(Column.TITLE, submission.title());
        columns.put(Column.PRIORITY, Priorities.number(submission.terms().priority()));
        columns.put(Column.TURN, row.turn());
        columns.put(Column.SUBMITTED_AT, Micros.of(submission.submittedAt()));
        columns.put(Column.STARTS_AT, Micros.of(submission.startsAt()));
        columns.put(
                Column.RETRY_OF, submission.terms().retryOf().map(TaskId::value).orElse(null));
        columns.put(
                Column.TRACE_PARENT,
                submission.terms().trace().map(TraceParent::toString).orElse(null));
        columns.put(Column.INPUT, input);
        columns.put(Column.INPUT_HASH, Payloads.hashOf(input));
        putVersion(columns, row);
        putStatus(columns, task);
        columns.put(Column.KEPT_UNTIL, Micros.ofNullable(task.keptUntil().orElse(null)));
        putTimeline(columns, task);
        putHolder(columns, row);
        putProgress(columns, task.progress());
        columns.put(Column.ARTIFACTS, words.writeArtifacts(task.artifacts()));
        putStart(columns, row);
        putOutcome(columns, task);
        return columns;
    }

    /** What is different. */
    Map<Column, @Nullable Object> changes(TaskRow before, TaskRow after) {
        Map<Column, @Nullable Object> columns = new EnumMap<>(Column.class);
        TaskSnapshot was = before.snapshot();
        TaskSnapshot is = after.snapshot();
        putVersion(columns, after);
        if (!was.status().equals(is.status())) {
            putStatus(columns, is);
        }
        if (was.state().isFinal() && is.state().isFinal()) {
            columns.remove(Column.ENDED_AT); // it ended when it did, also if the timeline cannot be read any more
        }
        if (!was.keptUntil().equals(is.keptUntil())) {
            columns.put(Column.KEPT_UNTIL, Micros.ofNullable(is.keptUntil().orElse(null)));
        }
        if (!was.owner().equals(is.owner())) {
            columns.put(Column.TENANT, is.owner().tenant());
            columns.put(Column.OWNER, is.owner().id());
        }
        if (was.status().seen() != is.status().seen()) {
            columns.put(Column.SEEN, is.status().seen());
        }
        putOwed(columns, before, after);
        if (before.turn() != after.turn()) {
            columns.put(Column.TURN, after.turn());
        }
        if (!was.status().timeline().equals(is.status().timeline())) {
            putTimeline(columns, is);
        }
        if (!was.outcome().equals(is.outcome())) {
            putOutcome(columns, is);
        }
        if (!Objects.equals(before.node(), after.node())
                || !Objects.equals(before.lease(), after.lease())
                || !Objects.equals(before.dueAt(), after.dueAt())) {
            putHolder(columns, after);
        }
        putChangedProgress(columns, was.progress(), is.progress());
        if (!was.artifacts().equals(is.artifacts())) {
            columns.put(Column.ARTIFACTS, words.writeArtifacts(is.artifacts()));
        }
        if (!before.entry().startingPoint().equals(after.entry().startingPoint())) {
            putStart(columns, after);
        }
        return columns;
    }

    private static void putVersion(Map<Column, @Nullable Object> columns, TaskRow row) {
        columns.put(Column.VERSION, row.version());
        columns.put(Column.STAMP, row.stamp());
    }

    private static void putStatus(Map<Column, @Nullable Object> columns, TaskSnapshot task) {
        TaskStatus status = task.status();
        columns.put(Column.STATE, status.state().name());
        columns.put(Column.ATTEMPT, (long) status.attempt());
        columns.put(Column.FAILURES, (long) status.failures());
        columns.put(Column.LOSSES, (long) status.losses());
        columns.put(Column.IRREVOCABLE, status.irrevocable());
        columns.put(Column.RESUMABLE, status.resumable());
        columns.put(Column.ENDED_AT, Micros.ofNullable(status.endedAt().orElse(null)));
    }

    /** What is done again owes nothing for its earlier end. */
    private void putOwed(Map<Column, @Nullable Object> columns, TaskRow before, TaskRow after) {
        OwedNotice owed = after.owed();
        boolean isUndone =
                before.snapshot().state().isFinal() && !after.snapshot().state().isFinal();
        if (owed != null || isUndone) {
            columns.put(Column.NOTICE_AT, owed == null ? null : Micros.of(owed.dueAt()));
            columns.put(Column.NOTICE, owed == null ? null : words.write(owed));
        }
    }

    private void putTimeline(Map<Column, @Nullable Object> columns, TaskSnapshot task) {
        columns.put(Column.TIMELINE, words.writeTimeline(task.status().timeline()));
    }

    /** As they stand in the table. */
    @Nullable String downloads(TaskSnapshot task) {
        return words.writeDownloads(task.downloads());
    }

    private static void putHolder(Map<Column, @Nullable Object> columns, TaskRow row) {
        Lease lease = row.lease();
        columns.put(Column.NODE, row.node());
        columns.put(Column.LEASE, lease == null ? null : lease.token());
        columns.put(Column.DUE_AT, Micros.ofNullable(row.dueAt()));
    }

    private void putProgress(Map<Column, @Nullable Object> columns, Progress progress) {
        columns.put(Column.PROGRESS, words.write(progress));
        columns.put(Column.FAILED_ITEMS, words.writeFailedItems(progress.failedItems()));
    }

    private void putChangedProgress(Map<Column, @Nullable Object> columns, Progress was, Progress is) {
        if (!was.equals(is)) {
            columns.put(Column.PROGRESS, words.write(is));
        }
        if (was.failedItems().size() != is.failedItems().size()
                || !was.failedItems().equals(is.failedItems())) {
            columns.put(Column.FAILED_ITEMS, words.writeFailedItems(is.failedItems()));
        }
    }

    private void putStart(Map<Column, @Nullable Object> columns, TaskRow row) {
        StartingPoint from = row.entry().startingPoint();
        String type = row.snapshot().submission().type();
        columns.put(Column.STARTING_POINT, words.write(from));
        columns.put(
                Column.CURSOR_VALUE,
                from.checkpoint()
                        .map(Checkpoint::cursor)
                        .map(cursor -> payloads.writeCursor(type, cursor))
                        .orElse(null));
    }

    private void putOutcome(Map<Column, @Nullable Object> columns, TaskSnapshot task) {
        Optional<Outcome<? extends @Nullable Object>> outcome = task.outcome();
        String type = task.submission().type();
        Object result = outcome.map(Words::resultOf).orElse(null);
        columns.put(Column.OUTCOME, outcome.map(words::write).orElse(null));
        columns.put(Column.RESULT, payloads.writeResult(type, result));
    }

    /** Reads all of a row. */
    TaskRow row(ResultSet results) throws SQLException {
        TaskSnapshot task = snapshot(results);
        String type = task.submission().type();
        StartingPoint from = startingPoint(results);
        Object input = payloads.readInput(type, results.getString("input"));
        UUID lease = dialect.id(results, "lease");
        return new TaskRow(
                new TaskEntry(task, input, from),
                results.getLong("stamp"),
                results.getLong("turn"),
                dialect.id(results, "node"),
                lease == null ? null : new Lease(lease),
                instant(results, "due_at"));
    }

    /** Reads what people see of it. */
    TaskSnapshot snapshot(ResultSet results) throws SQLException {
        Submission submission = submission(results);
        return new TaskSnapshot(
                new TaskId(requireNonNull(dialect.id(results, "id"))),
                results.getLong("version"),
                submission,
                status(results, submission.type()),
                progress(results),
                readOr(List.of(), words::readArtifacts, results.getString("artifacts")),
                readOr(Map.of(), words::readDownloads, results.getString("downloads")));
    }

    private Progress progress(ResultSet results) throws SQLException {
        String failedItems = results.getString("failed_items");
        return readOr(
                Progress.NOT_STARTED, stored -> words.readProgress(stored, failedItems), results.getString("progress"));
    }

    /** From where to go on; where that cannot be read any more, from a cursor that cannot, so that nothing is done twice. */
    private StartingPoint startingPoint(ResultSet results) throws SQLException {
        Encoded cursor = payloads.readCursor(results.getString("cursor_value"));
        Checkpoint illegible = new Checkpoint(payloads.illegible(), Progress.NOT_STARTED, List.of());
        return readOr(
                new StartingPoint(Optional.of(illegible), Optional.empty(), List.of(), 0, true),
                stored -> words.readStart(stored, cursor),
                results.getString("starting_point"));
    }

    /** What we have written ourselves and cannot read, since somebody has changed it, is not worth the rest of the row. */
    private static <T> T readOr(T instead, Function<@Nullable String, T> reader, @Nullable String stored) {
        try {
            return reader.apply(stored);
        } catch (BrokenRowException broken) {
            LOG.debug("A part of a row is left out", broken);
            return instead;
        }
    }

    private Submission submission(ResultSet results) throws SQLException {
        UUID retryOf = dialect.id(results, "retry_of");
        return new Submission(
                results.getString("type"),
                new Owner(results.getString("owner"), results.getString("tenant")),
                results.getString("title"),
                new Submission.Terms(
                        Optional.ofNullable(results.getString("task_key")),
                        Priorities.of(results.getInt("priority")),
                        Optional.ofNullable(retryOf).map(TaskId::new),
                        Optional.ofNullable(results.getString("trace_parent")).flatMap(TraceParent::parse)),
                Micros.instant(results.getLong("submitted_at")),
                Micros.instant(results.getLong("starts_at")));
    }

    private TaskStatus status(ResultSet results, String type) throws SQLException {
        TaskState state = TaskState.valueOf(results.getString("state"));
        return new TaskStatus(
                state,
                results.getInt("attempt"),
                results.getInt("failures"),
                results.getInt("losses"),
                results.getBoolean("irrevocable"),
                results.getBoolean("resumable"),
                Optional.ofNullable(instant(results, "due_at")).filter(due -> state != TaskState.SCHEDULED),
                state.isFinal() ? Optional.of(outcome(results, type, state)) : Optional.empty(),
                results.getBoolean("seen"),
                readOr(List.of(), words::readTimeline, results.getString("timeline")));
    }

    /** How a task ended; if that cannot be read any more, the state still tells the kind of its end. */
    private Outcome<? extends @Nullable Object> outcome(ResultSet results, String type, TaskState state)
            throws SQLException {
        Object result = payloads.readResult(type, results.getString("result"));
        Outcome<? extends @Nullable Object> instead = switch (state) {
            case SUCCEEDED -> new Outcome.Succeeded<@Nullable Object>(result);
            case CANCELLED -> new Outcome.Cancelled<>("", Optional.ofNullable(result));
            default -> new Outcome.Failed<>(ILLEGIBLE, Optional.ofNullable(result));
        };
        return readOr(instead, stored -> words.readOutcome(stored, result), results.getString("outcome"));
    }

    private static @Nullable Instant instant(ResultSet results, String column) throws SQLException {
        long micros = results.getLong(column);
        return results.wasNull() ? null : Micros.instant(micros);
    }
}
