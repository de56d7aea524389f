package dev.errand.spring.autoconfigure;

import dev.errand.InvalidInputException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.boot.sql.init.DatabaseInitializationMode;

/**
 * What may be set about tasks in a database.
 *
 * @param initializeSchema when to make the tables, or bring them up to date
 * @param cluster whether to spread tasks over all processes that share the database. If not, each runs what was submitted to it,
 *     and takes over what others have left behind. By default wherever several machines can come to the database: not with
 *     SQLite, nor with an H2 that this process has open
 * @param ownConnections how many connections engines have for themselves, in a pool of their own that is made as the application's
 *     if that is one of HikariCP. None to share the application's, which tasks that hold on to its connections may then exhaust
 * @param pollInterval how long until a process looks for tasks that nobody has told it of
 * @param timeout limit of time for each answer of the database
 * @param twoPhaseCommits whether transactions of the application are prepared before they are committed, as by JTA with XA. Nobody
 *     is told then of what is submitted in them to PostgreSQL, which prepares no transaction that has sent a notice: processes
 *     find it when they look, and this one does so after the commit
 * @param longestPayload how many characters of JSON an input, a result or a cursor may have. By default 1,048,576
 */
@ConfigurationProperties("errand.jdbc")
public record ErrandJdbcProperties(
        @DefaultValue("embedded") DatabaseInitializationMode initializeSchema,
        @Nullable Boolean cluster,
        @DefaultValue("5") int ownConnections,
        @DefaultValue("1s") Duration pollInterval,
        @DefaultValue("10s") Duration timeout,
        @DefaultValue("false") boolean twoPhaseCommits,
        @Nullable Integer longestPayload) {

    private static final Duration SHORTEST_POLL = Duration.ofMillis(10);
    private static final Duration LONGEST_POLL = Duration.ofHours(1);

    /**
     * Checks what is set.
     *
     * @throws InvalidInputException if something is out of its range
     */
    public ErrandJdbcProperties {
        if (ownConnections < 0) {
            throw new InvalidInputException("errand.jdbc.own-connections", ownConnections, "be 0 or more");
        }
        if (pollInterval.compareTo(SHORTEST_POLL) < 0 || pollInterval.compareTo(LONGEST_POLL) > 0) {
            throw new InvalidInputException(
                    "errand.jdbc.poll-interval", pollInterval, "be " + SHORTEST_POLL + " to " + LONGEST_POLL);
        }
    }
}
