package dev.errand.web;

import dev.errand.InvalidInputException;
import java.time.Duration;

/**
 * How much a call may bring and ask for.
 *
 * @param bodyBytes the longest body, 1 to 2,147,483,646 bytes; 1 MiB unless set
 * @param jsonDepth how deep JSON may be nested; 64 unless set
 * @param targetLength the longest path and the longest query, in characters; 4,096 unless set
 * @param headerLength the longest value of a header field, in characters; 8,192 unless set
 * @param pageSize the longest page of a list, 1 to 1,000 tasks; 200 unless set. A call that asks for more gets so many,
 *     and a cursor for the rest
 * @param longestWait how long a call may wait for the end of a task; 10 seconds unless set. Four calls of one caller may wait
 *     at a time, and fifty in all; others are answered at once, since each that waits may keep a thread of the server
 */
public record HttpLimits(
        int bodyBytes, int jsonDepth, int targetLength, int headerLength, int pageSize, Duration longestWait) {

    /** What holds unless something else is set. */
    public static final HttpLimits DEFAULT = new HttpLimits(1 << 20, 64, 4_096, 8_192, 200, Duration.ofSeconds(10));

    static final int WAITING_PER_CALLER = 4;
    static final int WAITING_IN_ALL = 50;

    private static final int LONGEST_PAGE = 1_000;
    private static final int LONGEST_BODY = Integer.MAX_VALUE - 1; // that there is more is seen by reading one more

    /**
     * Checks every limit.
     *
     * @throws InvalidInputException if one of them is out of its range
     */
    public HttpLimits {
        if (bodyBytes < 1 || bodyBytes > LONGEST_BODY) {
            throw new InvalidInputException("body bytes", bodyBytes, "be 1 to " + LONGEST_BODY);
        }
        requirePositive("JSON depth", jsonDepth);
        requirePositive("target length", targetLength);
        requirePositive("header length", headerLength);
        if (pageSize < 1 || pageSize > LONGEST_PAGE) {
            throw new InvalidInputException("page size", pageSize, "be 1 to " + LONGEST_PAGE);
        }
        if (longestWait.isNegative()) {
            throw new InvalidInputException("longest wait", longestWait, "be zero or more");
        }
    }

    private static void requirePositive(String field, int value) {
        if (value < 1) {
            throw new InvalidInputException(field, value, "be 1 or more");
        }
    }

    /**
     * With another limit for bodies.
     *
     * @param bytes 1 to 2,147,483,646
     * @return a changed copy
     * @throws InvalidInputException if it is out of its range
     */
    public HttpLimits withBodyBytes(int bytes) {
        return new HttpLimits(bytes, jsonDepth, targetLength, headerLength, pageSize, longestWait);
    }

    /**
     * With another limit for pages.
     *
     * @param tasks 1 to 1,000
     * @return a changed copy
     * @throws InvalidInputException if it is out of its range
     */
    public HttpLimits withPageSize(int tasks) {
        return new HttpLimits(bodyBytes, jsonDepth, targetLength, headerLength, tasks, longestWait);
    }

    /**
     * With another limit for waiting.
     *
     * @param longest zero or more
     * @return a changed copy
     * @throws InvalidInputException if it is negative
     */
    public HttpLimits withLongestWait(Duration longest) {
        return new HttpLimits(bodyBytes, jsonDepth, targetLength, headerLength, pageSize, longest);
    }
}
