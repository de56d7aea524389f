package dev.errand.jdbc.sql;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What processes tell each other through the database, so that nobody need wait for the next look: by NOTIFY of PostgreSQL,
 * which delivers it when the transaction is committed. Other databases have nothing of that kind.
 */
public final class Notices {

    public static final String CHANNEL = "errand";
    public static final String QUEUED = "queued";
    public static final String OFFERED = "offered";
    private static final String BY_INDEX = Stream.of(
                    "enable_seqscan", "enable_sort", "enable_hashjoin", "enable_mergejoin", "enable_material", "jit")
            .map(setting -> ", set_config('" + setting + "', 'off', true)")
            .collect(Collectors.joining("", "", ", set_config('plan_cache_mode', 'force_generic_plan', true)"));
    private static final String COMMAND = "command ";

    private Notices() {}

    /** As {@link #QUEUED}, by a node that looks for itself. */
    public static String queuedBy(UUID node) {
        return QUEUED + " " + node;
    }

    public static String command(String task) {
        return COMMAND + task;
    }

    /** What a command is about; empty if it is none. */
    public static String taskOf(String notice) {
        return notice.startsWith(COMMAND) ? notice.substring(COMMAND.length()) : "";
    }

    /**
     * Begins a transaction: others are told something if it is committed, and it does not outlive its client for long. One that
     * is frozen or cut off would otherwise keep others out by the rows that it has locked, for as long as TCP believes in it,
     * which is for hours.
     *
     * <p>Whatever a transaction looks for, an index has it, and in the right order. PostgreSQL would rather read all of a table
     * that was small when it last looked, and keep to that plan for as long as a minute while the table fills and empties. Since
     * what is switched off counts as costly, its compiler is switched off as well. By an index there is one plan whatever the
     * parameters are, so that it is made once, and not for each execution anew, which took longer than taking the tickets.
     *
     * <p>One statement says all of this, since each is a way to the server and back.
     *
     * @param limits for how long it waits
     */
    static void begin(Connection connection, Dialect dialect, Limits limits, Set<String> notices) throws SQLException {
        if (dialect != Dialect.POSTGRESQL) {
            return;
        }
        String sql = "SELECT set_config('idle_in_transaction_session_timeout', ?, true)" + BY_INDEX
                + limits.lock()
                        .map(limit -> ", set_config('lock_timeout', ?, true)")
                        .orElse("")
                + ", pg_notify(?, ?)".repeat(notices.size());
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            int index = 1;
            statement.setString(index++, String.valueOf(limits.silence().toMillis()));
            if (limits.lock().isPresent()) {
                statement.setString(index++, String.valueOf(limits.lock().get().toMillis()));
            }
            for (String notice : notices) {
                statement.setString(index++, CHANNEL);
                statement.setString(index++, notice);
            }
            statement.execute();
        }
    }

    /** What a statement ends with that sends a notice if it changes a row: for PostgreSQL. */
    static String returning(Optional<String> notice) {
        return notice.isPresent() ? " RETURNING pg_notify(?, ?)" : "";
    }

    /** Fills in what {@link #returning} has added. */
    static void bind(Binder binder, Optional<String> notice) throws SQLException {
        if (notice.isPresent()) {
            binder.text(CHANNEL).text(notice.get());
        }
    }

    /** Sends a notice with the transaction. The same one twice is sent once. */
    public static void send(Connection connection, Dialect dialect, String notice) throws SQLException {
        if (dialect == Dialect.POSTGRESQL) {
            try (PreparedStatement statement = connection.prepareStatement("SELECT pg_notify(?, ?)")) {
                statement.setString(1, CHANNEL);
                statement.setString(2, notice);
                statement.execute();
            }
        }
    }
}
