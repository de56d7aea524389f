package dev.errand.jdbc.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.errand.jdbc.parts.DatabaseKind;
import dev.errand.jdbc.parts.Sql;
import dev.errand.jdbc.parts.TestDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Changes of many rows by one statement, beside the same ones in a batch. */
@Timeout(60)
class SameTextTest {

    private static final String BY_ITSELF =
            "UPDATE thing SET version = ?, note = ?, done = ?, holder = ? WHERE id = ? AND version = ?";
    private static final String FOR_MANY =
            "UPDATE thing SET version = each.version, note = each.note, done = each.done, holder = each.holder FROM "
                    + Each.of(List.of(
                            new Each.Parameter("version", "bigint"),
                            new Each.Parameter("note", "text"),
                            new Each.Parameter("done", "boolean"),
                            new Each.Parameter("holder", "uuid"),
                            new Each.Parameter("of_thing", "uuid"),
                            new Each.Parameter("as_it_was", "bigint")))
                    + " WHERE id = of_thing AND thing.version = as_it_was" + Each.returning();
    private static final UUID FIRST = new UUID(0, 1);
    private static final UUID SECOND = new UUID(0, 2);
    private static final UUID THIRD = new UUID(0, 3);

    private final TestDatabase database = DatabaseKind.POSTGRESQL.fresh();
    private final SameText sameText = new SameText(Dialect.POSTGRESQL);

    @BeforeEach
    void hasThreeThings() throws SQLException {
        Sql.execute(
                database.dataSource(),
                "CREATE TABLE thing (id uuid PRIMARY KEY, version bigint, note varchar(9), done boolean, holder uuid)");
        for (UUID thing : List.of(FIRST, SECOND, THIRD)) {
            Sql.execute(database.dataSource(), "INSERT INTO thing VALUES ('" + thing + "', 1, 'new', FALSE, NULL)");
        }
    }

    @AfterEach
    void closesTheDatabase() {
        database.close();
    }

    @Test
    void eachIsToldWhetherItHasChangedItsRow() throws SQLException {
        int[] rows = execute(
                change(FIRST, 1, "ä\"{},", null),
                change(new UUID(0, 9), 1, "nobody", null),
                change(THIRD, 7, "late", null),
                change(SECOND, 1, null, FIRST));

        assertThat(rows).containsExactly(1, 0, 0, 1);
        assertThat(things()).containsExactly("ä\"{}, true null 2", "null true " + FIRST + " 2", "new false null 1");
    }

    @Test
    void ofTwoAboutTheSameRowOneChangesItAndIsTold() throws SQLException {
        int[] rows = execute(change(FIRST, 1, "one", null), change(FIRST, 1, "other", null));

        assertThat(rows[0] + rows[1]).isEqualTo(1);
        assertThat(things().getFirst()).startsWith(rows[0] == 1 ? "one" : "other");
    }

    @Test
    void oneThatIsAloneChangesItsRowAsWell() throws SQLException {
        assertThat(execute(change(FIRST, 1, "one", null))).containsExactly(1);
        assertThat(execute(change(FIRST, 1, "late", null))).containsExactly(0);
    }

    @Test
    void oneThatDoesNotFitFailsForAll() throws SQLException {
        assertThatThrownBy(() -> execute(change(FIRST, 1, "one", null), change(SECOND, 1, "much too long", null)))
                .isInstanceOf(SQLException.class);
        assertThat(things()).allMatch(thing -> thing.startsWith("new"));
    }

    private int[] execute(Write.Step... steps) throws SQLException {
        try (Connection connection = database.dataSource().getConnection()) {
            return sameText.execute(connection, Arrays.asList(steps));
        }
    }

    private static Write.Step change(UUID thing, long version, @Nullable String note, @Nullable UUID holder) {
        return new Write.Step(
                BY_ITSELF,
                binder -> binder.number(version + 1)
                        .text(note)
                        .flag(true)
                        .id(holder)
                        .id(thing)
                        .number(version),
                Optional.of(FOR_MANY));
    }

    private List<String> things() throws SQLException {
        return Sql.texts(
                database.dataSource(),
                "SELECT CONCAT(COALESCE(note, 'null'), ' ', CASE WHEN done THEN 'true' ELSE 'false' END, ' ',"
                        + " COALESCE(CAST(holder AS text), 'null'), ' ', version) FROM thing ORDER BY id");
    }
}
