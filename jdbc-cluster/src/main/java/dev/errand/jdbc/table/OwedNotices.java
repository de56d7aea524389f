package dev.errand.jdbc.table;

import static java.util.Objects.requireNonNull;

import dev.errand.TaskId;
import dev.errand.jdbc.sql.Database;
import dev.errand.jdbc.sql.Micros;
import dev.errand.registry.OwedNotice;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The notices that are owed, in the rows of the tasks that have ended. The version of a task does not rise with them. */
public final class OwedNotices {

    private final Database database;
    private final Words words = new Words();

    public OwedNotices(Database database) {
        this.database = database;
    }

    public List<OwedNotice> due(Instant now, int atMost) {
        return database.legible(
                "SELECT id, notice_at, notice FROM errand_task WHERE notice_at <= ? ORDER BY notice_at LIMIT " + atMost,
                binder -> binder.number(Micros.of(now)),
                this::notice);
    }

    private OwedNotice notice(ResultSet results) throws SQLException {
        TaskId task = new TaskId(requireNonNull(database.dialect().id(results, "id")));
        return words.readNotice(
                task, Micros.instant(results.getLong("notice_at")), String.valueOf(results.getString("notice")));
    }

    public boolean settle(OwedNotice before, Optional<OwedNotice> after) {
        return database.update(
                        "UPDATE errand_task SET notice_at = ?, notice = ? WHERE id = ? AND notice_at = ?",
                        binder -> binder.number(after.map(OwedNotice::dueAt)
                                        .map(Micros::of)
                                        .orElse(null))
                                .text(after.map(words::write).orElse(null))
                                .id(before.task().value())
                                .number(Micros.of(before.dueAt())))
                == 1;
    }
}
