package dev.errand.mail.recipients;

/**
 * A line of a file that names no recipient.
 *
 * @param line where it begins, from 1 on; the line with the names of the columns counts
 * @param reason what is wrong with it, without its content
 */
public record BadLine(long line, String reason) {

    @Override
    public String toString() {
        return "line " + line + ": " + reason;
    }
}
