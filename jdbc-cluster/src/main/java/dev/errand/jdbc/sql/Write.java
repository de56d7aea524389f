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
     * @param forMany the text of one that does the same for {@link Each} of many parameters, where there is such a one. If two
     *     of them are about the same row, one changes it
     */
    public record Step(String sql, Database.Parameters parameters, Optional<String> forMany) {

        public Step(String sql, Database.Parameters parameters) {
            this(sql, parameters, Optional.empty());
        }
    }

    public static Write of(String sql, Database.Parameters parameters) {
        return of(new Step(sql, parameters));
    }

    public static Write of(Step change) {
        return new Write(change, Optional.empty(), Optional.empty());
    }

    public Write then(Step step) {
        return new Write(change, Optional.of(step), notice);
    }

    public Write telling(Optional<String> others) {
        return new Write(change, consequence, others);
    }
}
