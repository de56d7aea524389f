package dev.errand.mail.smtp;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.errand.mail.mime.MessageWriter;
import java.io.BufferedOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.ProtocolException;
import java.time.Duration;

/**
 * What is said on a connection, and heard. Several commands that are said before {@link #send} leave together, with the
 * message behind them, in one packet if they fit in it. For one thread.
 */
final class Conversation {

    /** What is said in one piece; a longer message leaves piece by piece while it is written. */
    static final int LONGEST_PACKET = 65_536;

    /** RFC 5321, section 4.5.3.1.5, grants 512. */
    private static final int LONGEST_LINE = 4_096;

    private static final int MOST_LINES = 100;

    private final Sockets sockets;
    private final OutputStream out;
    private final InputStream in;
    private final byte[] heard = new byte[LONGEST_LINE];
    private int from;
    private int to;
    private long lastReply = System.nanoTime();

    /** The conversation on an open connection. */
    Conversation(Sockets sockets) throws IOException {
        this.sockets = sockets;
        this.out = new BufferedOutputStream(sockets.socket().getOutputStream(), LONGEST_PACKET);
        this.in = sockets.socket().getInputStream();
        sockets.opened();
    }

    /** Says a command, as soon as {@link #send} is called. */
    void say(String command) throws IOException {
        out.write((command + "\r\n").getBytes(UTF_8));
    }

    /** Says a message, the last of it as soon as {@link #send} is called. */
    void say(MessageWriter message) throws IOException {
        message.writeTo(out);
    }

    void send() throws IOException {
        out.flush();
    }

    /** Whether the server has said nothing for so long that it may have gone meanwhile. */
    boolean isSilentFor(Duration time) {
        return System.nanoTime() - lastReply > time.toNanos();
    }

    /**
     * Waits for the next reply.
     *
     * @throws IOException if there is none, or something that is none
     */
    SmtpReply hear() throws IOException {
        sockets.awaitReply();
        return reply();
    }

    /**
     * Waits for the reply to the end of a message, which takes a server longer than others.
     *
     * @throws IOException if there is none, or something that is none
     */
    SmtpReply hearEnd() throws IOException {
        sockets.awaitReplyToEnd();
        return reply();
    }

    private SmtpReply reply() throws IOException {
        String line = line();
        String text = line;
        for (int lines = 1; line.length() > 3 && line.charAt(3) == '-'; lines++) {
            if (lines == MOST_LINES) {
                throw new ProtocolException("a reply of more than " + MOST_LINES + " lines: " + line);
            }
            line = line();
            text += "\n" + line;
        }
        sockets.endReply();
        lastReply = System.nanoTime();
        return new SmtpReply(codeOf(line), text.strip());
    }

    private static int codeOf(String line) throws ProtocolException {
        int code = 0;
        for (int i = 0; i < 3; i++) {
            int digit = i < line.length() ? Character.digit(line.charAt(i), 10) : -1;
            if (digit < 0) {
                throw new ProtocolException("not a reply: " + line);
            }
            code = code * 10 + digit;
        }
        if (code < 200 || code > 599 || (line.length() > 3 && line.charAt(3) != ' ')) {
            throw new ProtocolException("not a reply: " + line);
        }
        return code;
    }

    private String line() throws IOException {
        for (int end = from; ; end++) {
            if (end == to) {
                end -= from;
                read();
            }
            if (heard[end] == '\n') {
                String line = new String(heard, from, end - from, UTF_8).stripTrailing();
                from = end + 1;
                return line;
            }
        }
    }

    /** Reads more of a line, which it moves to the front. */
    private void read() throws IOException {
        System.arraycopy(heard, from, heard, 0, to - from);
        to -= from;
        from = 0;
        if (to == heard.length) {
            throw new ProtocolException("a reply of more than " + LONGEST_LINE + " characters on a line");
        }
        int read = in.read(heard, to, heard.length - to);
        if (read < 0) {
            throw new EOFException("the server closed the connection");
        }
        to += read;
    }
}
