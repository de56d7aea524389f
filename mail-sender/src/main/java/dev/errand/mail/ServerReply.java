package dev.errand.mail;

import dev.errand.InvalidInputException;
import java.time.Duration;
import java.util.Optional;
import java.util.StringJoiner;

/**
 * What a server said, as data (RFC 5321, section 4.2; RFC 3463).
 *
 * <p>A code of 400 to 499 is <em>transient</em>: the same may be taken later. One of 500 to 599 is <em>permanent</em>.
 *
 * @param code 200 to 599; 0 for what has none, such as the words of a connection that broke
 * @param status the enhanced status code, such as {@code 5.1.1}; empty if the server gave none
 * @param text what it said besides, without the codes: one line of at most 500 characters, may be empty
 */
public record ServerReply(int code, String status, String text) {

    private static final int CODE_LENGTH = 3;
    private static final int FIRST = 200;
    private static final int FIRST_TRANSIENT = 400;
    private static final int FIRST_PERMANENT = 500;
    private static final int LAST = 599;

    /**
     * Makes the text fit to stand on a line.
     *
     * @throws InvalidInputException if the code or the status is none
     */
    public ServerReply {
        if (code != 0 && (code < FIRST || code > LAST)) {
            throw new InvalidInputException("reply code", code, "be 200 to 599, or 0 for none");
        }
        if (!status.isEmpty() && lengthOfStatus(status) != status.length()) {
            throw new InvalidInputException("enhanced status code", status, "be such as 5.1.1, or empty");
        }
        text = OneLine.of(text);
    }

    /**
     * Reads what a server said. Text without a code is kept as such.
     *
     * @param said one or more lines, with their codes, such as {@code 550 5.1.1 no such user}
     * @return the same as data
     */
    public static ServerReply parse(String said) {
        int code = codeOf(said);
        if (code == 0) {
            return new ServerReply(0, "", said);
        }
        if (said.indexOf('\n') < 0) {
            String rest = withoutCode(said);
            int length = lengthOfStatus(rest);
            return new ServerReply(code, rest.substring(0, length), rest.substring(length));
        }
        String status = "";
        StringJoiner text = new StringJoiner(" ");
        for (String line : said.lines().toList()) {
            String rest = codeOf(line) == code ? withoutCode(line) : line;
            int length = lengthOfStatus(rest);
            status = length == 0 ? status : rest.substring(0, length);
            text.add(rest.substring(length).strip());
        }
        return new ServerReply(code, status, text.toString());
    }

    private static int codeOf(String line) {
        boolean ends = line.length() == CODE_LENGTH
                || (line.length() > CODE_LENGTH
                        && (line.charAt(CODE_LENGTH) == ' ' || line.charAt(CODE_LENGTH) == '-'));
        int code = 0;
        for (int i = 0; ends && i < CODE_LENGTH; i++) {
            int digit = line.charAt(i) - '0';
            if (digit < 0 || digit > 9) {
                return 0;
            }
            code = code * 10 + digit;
        }
        return code >= FIRST && code <= LAST ? code : 0;
    }

    private static String withoutCode(String line) {
        return line.length() <= CODE_LENGTH
                ? ""
                : line.substring(CODE_LENGTH + 1).stripLeading();
    }

    /** Zero if the text does not begin with a status (RFC 3463, section 2). */
    private static int lengthOfStatus(String text) {
        if (text.length() < "2.0.0".length() || "245".indexOf(text.charAt(0)) < 0) {
            return 0;
        }
        int subject = endOfNumber(text, 1);
        int detail = subject == 0 ? 0 : endOfNumber(text, subject);
        return detail == text.length() || (detail > 0 && text.charAt(detail) == ' ') ? detail : 0;
    }

    /** Where a dot and one to three digits end; zero if they do not stand there. */
    private static int endOfNumber(String text, int dot) {
        int end = dot + 1;
        while (end < text.length() && end <= dot + 3 && text.charAt(end) >= '0' && text.charAt(end) <= '9') {
            end++;
        }
        return end > dot + 1 && text.charAt(dot) == '.' ? end : 0;
    }

    /**
     * Whether the same may be taken later.
     *
     * @return true for a code of 400 to 499
     */
    public boolean mayPass() {
        return code >= FIRST_TRANSIENT && code < FIRST_PERMANENT;
    }

    /**
     * Whether the same will not be taken later either.
     *
     * @return true for a code of 500 to 599
     */
    public boolean refusesForGood() {
        return code >= FIRST_PERMANENT;
    }

    /**
     * After which time the server wants to be asked again, as far as its text says so: {@code try again in 5 minutes}.
     *
     * @return a second to a day; empty if it says nothing of the kind
     */
    public Optional<Duration> retryAfter() {
        return RetryHint.in(text);
    }

    /** As the server said it, on one line. */
    @Override
    public String toString() {
        String codes = code == 0 ? "" : status.isEmpty() ? String.valueOf(code) : code + " " + status;
        return codes.isEmpty() ? text : text.isEmpty() ? codes : codes + " " + text;
    }
}
