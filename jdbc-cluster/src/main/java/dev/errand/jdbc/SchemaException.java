package dev.errand.jdbc;

import dev.errand.ErrandException;

/** The tables in a database are not those that this version of the library works with, or the database is not fit for them. */
public final class SchemaException extends ErrandException {

    private static final long serialVersionUID = 1L;

    private final Reason reason;

    /** What is wrong, for those who say in their own words what to do about it. */
    public enum Reason {
        /** There are no tables, and nobody was asked to make them. */
        MISSING,
        /** The tables are older than the library. */
        OLDER,
        /** The tables are newer than the library. */
        NEWER,
        /** The user of the database may not do what is needed. */
        FORBIDDEN,
        /** The database, as it is or as it is set, would lose or mistake what it has acknowledged, or cannot take it. */
        UNFIT
    }

    /**
     * Refuses a database.
     *
     * @param reason what is wrong with it
     * @param message the same in words, and what to do about it
     */
    public SchemaException(Reason reason, String message) {
        super(message, null);
        this.reason = reason;
    }

    /**
     * What is wrong.
     *
     * @return one of five
     */
    public Reason reason() {
        return reason;
    }
}
