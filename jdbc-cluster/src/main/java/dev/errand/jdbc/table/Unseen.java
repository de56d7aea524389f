package dev.errand.jdbc.table;

import dev.errand.Owner;
import dev.errand.TaskId;
import dev.errand.TaskState;
import dev.errand.jdbc.sql.Database;
import dev.errand.registry.TaskSummary;
import java.sql.ResultSet;
import java.sql.SQLException;

/** What is news to the owners of tasks. */
public final class Unseen {

    /** As the index has it. */
    static final String CONDITION = "ended_at IS NOT NULL AND NOT seen";

    private static final String PARTIAL = "CASE WHEN outcome LIKE '{\"end\":\"partial\"%' THEN 1 ELSE 0 END";

    private final Database database;

    public Unseen(Database database) {
        this.database = database;
    }

    /** False if the owner has no such task, it has not ended, or its end was seen before. */
    public boolean markSeen(TaskId id, Owner owner) {
        return database.update(
                        "UPDATE errand_task SET seen = TRUE, version = version + 1"
                                + " WHERE id = ? AND tenant = ? AND owner = ? AND " + CONDITION,
                        binder -> binder.id(id.value()).text(owner.tenant()).text(owner.id()))
                == 1;
    }

    public TaskSummary summary(Owner owner) {
        String sql = "SELECT state, part, COUNT(*) AS many FROM (" + first("a", "ended_at IS NULL") + " UNION ALL "
                + first("b", CONDITION) + ") counted GROUP BY state, part";
        return database
                .legible(
                        sql,
                        binder -> binder.text(owner.tenant())
                                .text(owner.id())
                                .text(owner.tenant())
                                .text(owner.id()),
                        Unseen::some)
                .stream()
                .reduce(TaskSummary.EMPTY, TaskSummary::plus);
    }

    private static String first(String name, String condition) {
        return "SELECT * FROM (SELECT state, " + PARTIAL
                + " AS part FROM errand_task WHERE tenant = ? AND owner = ? AND " + condition + " LIMIT "
                + TaskSummary.MOST + ") " + name;
    }

    private static TaskSummary some(ResultSet results) throws SQLException {
        return TaskSummary.EMPTY.plus(
                TaskState.valueOf(results.getString("state")), results.getInt("part") == 1, results.getLong("many"));
    }
}
