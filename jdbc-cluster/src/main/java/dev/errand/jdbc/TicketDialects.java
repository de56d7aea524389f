package dev.errand.jdbc;

import com.github.kagkarlsson.scheduler.jdbc.DefaultJdbcCustomization;
import com.github.kagkarlsson.scheduler.jdbc.JdbcCustomization;
import com.github.kagkarlsson.scheduler.jdbc.MySQL8JdbcCustomization;
import com.github.kagkarlsson.scheduler.jdbc.PostgreSqlJdbcCustomization;
import com.github.kagkarlsson.scheduler.task.Execution;
import dev.errand.InvalidInputException;
import java.util.Collection;
import java.util.List;
import java.util.function.Consumer;

/** How db-scheduler talks to each database. MariaDB takes rows as MySQL 8 does, since its version 10.6. */
final class TicketDialects {

    private TicketDialects() {}

    /** For our own statements about its table. */
    static JdbcCustomization of(Dialect dialect) {
        return switch (dialect) {
            case POSTGRESQL -> new PostgreSqlJdbcCustomization(false, false);
            case MARIADB, MYSQL -> new MySQL8JdbcCustomization(true);
            case H2 -> new DefaultJdbcCustomization(false);
            case SQLITE ->
                throw new InvalidInputException(
                        "database",
                        "SQLite",
                        "be one that several machines reach; processes on this machine share its tasks without"
                                + " ClusterExecutor: leave that out");
        };
    }

    /**
     * For taking tickets of some types.
     *
     * @param straight whether those that have no limit may be taken without being let in before
     * @param taken is told which ones, where they are taken together
     */
    static JdbcCustomization taking(
            Dialect dialect, Collection<String> types, boolean straight, Consumer<List<Execution>> taken) {
        return dialect == Dialect.POSTGRESQL
                ? new SafePostgresFetch(new SafePostgresFetch.Range(types, straight), taken)
                : of(dialect);
    }

    /** Whether rows can be taken that nobody else holds; else each is tried for. */
    static boolean locksRows(Dialect dialect) {
        return dialect != Dialect.H2;
    }
}
