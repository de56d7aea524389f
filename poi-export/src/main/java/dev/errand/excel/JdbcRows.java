package dev.errand.excel;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Iterator;
import java.util.NoSuchElementException;

/**
 * The rows of a query, for a loop: each is the result set itself, standing on that row. A row is gone once the next one
 * is looked at, so it is for columns that take their values at once.
 *
 * <p>For one thread. The result set stays the caller's to close. For a long result, set a fetch size on its statement,
 * and with PostgreSQL turn autocommit off; else the driver reads everything into memory first.
 */
public final class JdbcRows implements Iterator<ResultSet> {

    private final ResultSet results;
    private long row;
    private boolean looked;
    private boolean found;

    private JdbcRows(ResultSet results) {
        this.results = results;
    }

    /**
     * The rows after the one that a result set stands on.
     *
     * @param results the result of a query
     * @return its rows
     */
    public static JdbcRows of(ResultSet results) {
        return new JdbcRows(results);
    }

    /**
     * Moves the result set to the next row, if it has not been moved already.
     *
     * @throws ExcelRowException if the database cannot read it
     */
    @Override
    public boolean hasNext() {
        if (!looked) {
            row++;
            try {
                found = results.next();
            } catch (SQLException e) {
                throw new ExcelRowException(row, null, e);
            }
            looked = true;
        }
        return found;
    }

    @Override
    public ResultSet next() {
        if (!hasNext()) {
            throw new NoSuchElementException("the query has " + (row - 1) + " rows");
        }
        looked = false;
        return results;
    }
}
