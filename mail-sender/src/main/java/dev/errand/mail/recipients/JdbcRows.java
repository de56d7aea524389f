package dev.errand.mail.recipients;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Iterator;
import java.util.NoSuchElementException;

/** The rows of a result, one after the other. For one thread. */
final class JdbcRows<T> implements Iterator<T> {

    private final ResultSet results;
    private final JdbcRecipients.Row<? extends T> row;
    private boolean looked;
    private boolean found;

    JdbcRows(ResultSet results, JdbcRecipients.Row<? extends T> row) {
        this.results = results;
        this.row = row;
    }

    @Override
    public boolean hasNext() {
        if (!looked) {
            try {
                found = results.next();
            } catch (SQLException e) {
                throw unreadable(e);
            }
            looked = true;
        }
        return found;
    }

    @Override
    public T next() {
        if (!hasNext()) {
            throw new NoSuchElementException("the query has no more rows");
        }
        looked = false;
        try {
            return row.read(results);
        } catch (SQLException e) {
            throw unreadable(e);
        }
    }

    private static IllegalStateException unreadable(SQLException e) {
        return new IllegalStateException("the recipients cannot be read from the database: " + e.getMessage(), e);
    }
}
