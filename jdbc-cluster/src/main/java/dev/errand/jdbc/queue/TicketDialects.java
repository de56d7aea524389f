package dev.errand.jdbc.queue;

import com.github.kagkarlsson.scheduler.jdbc.DefaultJdbcCustomization;
import com.github.kagkarlsson.scheduler.jdbc.JdbcCustomization;
import com.github.kagkarlsson.scheduler.jdbc.MySQL8JdbcCustomization;
import com.github.kagkarlsson.scheduler.jdbc.PostgreSqlJdbcCustomization;
import dev.errand.InvalidInputException;
import dev.errand.jdbc.sql.Database;
import dev.errand.jdbc.sql.Dialect;
import java.util.Collection;

/** How db-scheduler talks to each database. MariaDB takes rows as MySQL 8 does, since its version 10.6. */
public final class TicketDialects {

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
     * @param straight whether those that have no limit may be taken without being let in before, where that can be done
     * @param taken is told which ones
     */
    public static JdbcCustomization taking(
            Database database, Collection<String> types, boolean straight, TakenTogether taken) {
        return database.dialect() == Dialect.POSTGRESQL
                ? new SafePostgresFetch(database, new SafePostgresFetch.Range(types, straight), taken)
                : new TicketFetch(database, types, taken);
    }
}
