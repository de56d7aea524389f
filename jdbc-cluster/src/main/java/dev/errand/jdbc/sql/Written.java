package dev.errand.jdbc.sql;

import java.sql.SQLException;

/** What became of a {@link Write}. */
public sealed interface Written {

    /**
     * It is committed.
     *
     * @param rows how many rows it has changed
     */
    record Done(int rows) implements Written {}

    /**
     * It has not happened.
     *
     * @param why what the database said
     */
    record Refused(SQLException why) implements Written {}

    /**
     * Nobody knows: the answer to its commit was lost, or has not come in time.
     *
     * @param why what is known
     */
    record Unknown(SQLException why) implements Written {}
}
