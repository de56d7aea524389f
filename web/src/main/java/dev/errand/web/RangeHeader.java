package dev.errand.web;

import dev.errand.artifact.ByteRange;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The part of a file that a call asks for, as in RFC 9110, section 14. */
final class RangeHeader {

    private static final Pattern SINGLE = Pattern.compile("(?i:bytes)=\\s*(\\d{0,18})-(\\d{0,18})\\s*");

    private RangeHeader() {}

    /**
     * Reads it. What is no single range of bytes is passed over, as the RFC allows, and the whole is sent.
     *
     * @throws ProblemException if the file has nothing of it
     */
    static Optional<ByteRange> in(String header, long size) {
        Matcher matcher = SINGLE.matcher(header);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        String first = matcher.group(1);
        String last = matcher.group(2);
        if (first.isEmpty()) {
            return last.isEmpty() ? Optional.empty() : Optional.of(suffix(Long.parseLong(last), size));
        }
        long from = Long.parseLong(first);
        long to = last.isEmpty() ? Long.MAX_VALUE : Long.parseLong(last);
        if (to < from) {
            return Optional.empty();
        }
        if (from >= size) {
            throw notSatisfiable(size);
        }
        return Optional.of(new ByteRange(from, Math.min(to, size - 1) - from + 1));
    }

    private static ByteRange suffix(long length, long size) {
        if (length == 0 || size == 0) {
            throw notSatisfiable(size);
        }
        long shown = Math.min(length, size);
        return new ByteRange(size - shown, shown);
    }

    private static ProblemException notSatisfiable(long size) {
        return Problem.of(ProblemKind.RANGE_NOT_SATISFIABLE, "The file has " + size + " bytes.")
                .header("Content-Range", "bytes */" + size)
                .toException();
    }
}
