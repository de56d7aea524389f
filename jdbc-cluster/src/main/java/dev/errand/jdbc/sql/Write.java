package dev.errand.jdbc.sql;

import java.util.Optional;

/**
 * A change that is written together with those of others.
 *
 * @param change the statement whose rows are counted
 * @param consequence one that goes into the same transaction, and sees to it itself that it changes nothing if the first did
 *     not
 * @param notice what other processes are told if it is committed
 */
public record Write(Step change, Optional<Step> consequence, Optional<String> notice) {

    /**
     * A statement.
     *
     * @param sql its text
     * @param parameters fills it in; may be called more than once
     */
    public record Step(String sql, Database.Parameters parameters) {}

    public static Write of(String sql, Database.Parameters parameters) {
        return new Write(new Step(sql, parameters), Optional.empty(), Optional.empty());
    }

    public Write then(Step step) {
        return new Write(change, Optional.of(step), notice);
    }

    public Write telling(Optional<String> others) {
        return new Write(change, consequence, others);
    }
}
