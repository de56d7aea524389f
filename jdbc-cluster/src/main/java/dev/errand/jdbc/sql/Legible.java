package dev.errand.jdbc.sql;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * Leaves out what cannot be read among other rows: somebody has changed it by hand, or a newer version has written it. The
 * others are not to suffer for that.
 */
final class Legible {

    private static final Logger LOG = LoggerFactory.getLogger(Legible.class);
    private static final int MOST_TOLD = 1_000;

    /** The ids of rows that were complained about, so that each look does not do so again. */
    private final Set<String> told = ConcurrentHashMap.newKeySet();

    <T> Database.RowReader<Optional<T>> rows(Database.RowReader<T> reader) {
        return results -> {
            try {
                return Optional.of(reader.read(results));
            } catch (RuntimeException broken) {
                tell(results, broken);
                return Optional.empty();
            }
        };
    }

    private void tell(ResultSet results, RuntimeException broken) throws SQLException {
        String id = results.getString("id");
        boolean news = told.size() < MOST_TOLD && told.add(String.valueOf(id));
        LOG.atLevel(news ? Level.WARN : Level.DEBUG)
                .setCause(broken)
                .log("The row of {} cannot be read, and is left out", id);
    }
}
