package dev.errand.web;

import dev.errand.InvalidInputException;
import java.time.Duration;

/**
 * How many event streams there may be, and how long they live.
 *
 * @param perCaller how many one person may have open; 20 unless set
 * @param inAll how many may be open on this server; 2,000 unless set
 * @param tasks how many tasks one stream may tell of; 100 unless set. A call that names more is told of the first so many,
 *     each with a snapshot to begin with, and has to ask for the others; {@code <task-progress>} names at most 100
 * @param heartbeat how often something is written, so that a reader who is gone is noticed; 15 seconds unless set. One who
 *     does not take what is written for twice as long is cut off, by an interrupt; Tomcat swallows that, and does it itself
 *     after its {@code connectionTimeout}
 * @param longest how long a stream lives, so that sessions and roles are looked at again; 10 minutes unless set
 */
public record StreamLimits(int perCaller, int inAll, int tasks, Duration heartbeat, Duration longest) {

    /** What holds unless something else is set. */
    public static final StreamLimits DEFAULT =
            new StreamLimits(20, 2_000, 100, Duration.ofSeconds(15), Duration.ofMinutes(10));

    /**
     * Checks every limit.
     *
     * @throws InvalidInputException if one of them is out of its range
     */
    public StreamLimits {
        requireAtLeastOne("streams per caller", perCaller);
        requireAtLeastOne("streams in all", inAll);
        requireAtLeastOne("tasks per stream", tasks);
        requirePositive("heartbeat", heartbeat);
        requirePositive("longest stream", longest);
    }

    /**
     * With other limits to their number.
     *
     * @param ofOneCaller 1 or more
     * @param ofAll 1 or more
     * @return a changed copy
     * @throws InvalidInputException if one of them is out of its range
     */
    public StreamLimits withAtMost(int ofOneCaller, int ofAll) {
        return new StreamLimits(ofOneCaller, ofAll, tasks, heartbeat, longest);
    }

    private static void requireAtLeastOne(String field, int value) {
        if (value < 1) {
            throw new InvalidInputException(field, value, "be 1 or more");
        }
    }

    private static void requirePositive(String field, Duration value) {
        if (!value.isPositive()) {
            throw new InvalidInputException(field, value, "be more than zero");
        }
    }
}
