package dev.errand;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Which trace a submission belongs to, as the header {@code traceparent} of W3C Trace Context (level 1, section 3.2) says it.
 * A task remembers it, so that what a request began can be found from its run, and the other way round.
 *
 * @param traceId 32 lower-case hexadecimal digits, not all of them zero
 * @param parentId the span that submitted: 16 lower-case hexadecimal digits, not all of them zero
 * @param sampled whether whoever began the trace records it
 */
public record TraceParent(String traceId, String parentId, boolean sampled) {

    private static final Pattern HEADER =
            Pattern.compile("([0-9a-f]{2})-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})(-.*)?");
    private static final Pattern TRACE_ID = Pattern.compile("(?!0{32})[0-9a-f]{32}");
    private static final Pattern PARENT_ID = Pattern.compile("(?!0{16})[0-9a-f]{16}");
    private static final String NO_VERSION = "ff";
    private static final String FIRST_VERSION = "00";
    private static final int LONGEST_HEADER = 512;

    /**
     * Checks both ids.
     *
     * @throws InvalidInputException if one of them is none
     */
    public TraceParent {
        if (!TRACE_ID.matcher(traceId).matches()) {
            throw new InvalidInputException("trace id", traceId, "be 32 lower-case hexadecimal digits, not all zero");
        }
        if (!PARENT_ID.matcher(parentId).matches()) {
            throw new InvalidInputException("parent id", parentId, "be 16 lower-case hexadecimal digits, not all zero");
        }
    }

    /**
     * Reads the header. Nothing may fail for what somebody else's tracing has written there, so that what is not in order is
     * none. Of a version after the first, the parts that are known count.
     *
     * @param header its value
     * @return empty if it is not in order
     */
    public static Optional<TraceParent> parse(String header) {
        var parts = HEADER.matcher(header.length() > LONGEST_HEADER ? "" : header.strip());
        boolean isOne = parts.matches()
                && !parts.group(1).equals(NO_VERSION)
                && (parts.group(5) == null || !parts.group(1).equals(FIRST_VERSION))
                && TRACE_ID.matcher(parts.group(2)).matches()
                && PARENT_ID.matcher(parts.group(3)).matches();
        return isOne
                ? Optional.of(new TraceParent(
                        parts.group(2), parts.group(3), (Integer.parseInt(parts.group(4), 16) & 1) == 1))
                : Optional.empty();
    }

    /**
     * The header that says this.
     *
     * @return in version 00, 55 characters
     */
    @Override
    public String toString() {
        return FIRST_VERSION + "-" + traceId + "-" + parentId + (sampled ? "-01" : "-00");
    }
}
