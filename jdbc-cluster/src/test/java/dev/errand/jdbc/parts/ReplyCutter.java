package dev.errand.jdbc.parts;

import java.util.Locale;
import java.util.function.Predicate;

/**
 * Chooses statements that the server executes and whose reply is lost, and counts them.
 *
 * <p>The client cannot know then whether they were executed; they were. A cutter counts from when it was made, and may be given
 * to several proxies.
 */
public final class ReplyCutter {

    private final Predicate<String> statements;
    private final int from;
    private final int times;
    private int seen;
    private int chosen;
    private int cut;

    private ReplyCutter(Predicate<String> statements, int from, int times) {
        this.statements = statements;
        this.from = from;
        this.times = times;
    }

    /** Loses the reply to the next commit. */
    public static ReplyCutter nextCommit() {
        return commits(1);
    }

    /** Loses the replies to the next commits, and then to none. */
    public static ReplyCutter commits(int times) {
        return new ReplyCutter(ReplyCutter::isCommit, 1, times);
    }

    /** Loses the reply to the next commit of a transaction, or of a change of some table that commits by itself. */
    public static ReplyCutter nextChangeOf(String table) {
        return next(statement -> isCommit(statement)
                || (statement.startsWith(WireProtocol.COMMITS_BY_ITSELF) && statement.contains(table)));
    }

    /** Loses the reply to every commit. */
    public static ReplyCutter everyCommit() {
        return commits(Integer.MAX_VALUE);
    }

    /**
     * Loses the reply to one statement, whatever it is; also those count that a driver sends on its own account.
     *
     * @param n 1 for the next one
     */
    public static ReplyCutter statement(int n) {
        return new ReplyCutter(statement -> true, n, 1);
    }

    /** Loses the reply to the next statement like this. Drivers put {@code $1} or {@code ?} where parameters are, or values. */
    public static ReplyCutter next(Predicate<String> statement) {
        return new ReplyCutter(statement, 1, 1);
    }

    /** How many replies have been lost. The client learns of each only after it has been counted. */
    public synchronized int cuts() {
        return cut;
    }

    /** How many statements that match went by, whether or not their reply was lost. */
    public synchronized int seen() {
        return seen;
    }

    synchronized boolean chooses(String statement) {
        if (!statements.test(statement)) {
            return false;
        }
        seen++;
        if (seen < from || chosen >= times) {
            return false;
        }
        chosen++;
        return true;
    }

    synchronized void hasCut() {
        cut++;
    }

    private static boolean isCommit(String statement) {
        String sql = statement.strip().toUpperCase(Locale.ROOT);
        return sql.startsWith("COMMIT") && !sql.startsWith(WireProtocol.COMMITS_BY_ITSELF);
    }
}
