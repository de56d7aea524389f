package dev.errand.jdbc;

import dev.errand.ErrandException;

/** The tables in a database are not those that this version of the library works with, or the database is not fit for them. */
public final class SchemaException extends ErrandException {

    private static final long serialVersionUID = 1L;

    /**
     * Refuses a database.
     *
     * @param message what is wrong with it, and what to do about it
     */
    public SchemaException(String message) {
        super(message, null);
    }
}
