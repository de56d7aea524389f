package dev.errand.benchmarks.mail;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;

/** What a sink knows of one connection: takes bytes in any pieces, and answers those commands that are complete. */
final class SinkSession {

    private enum Part {
        COMMAND,
        DATA,
        CHUNK
    }

    private static final int LONGEST_COMMAND = 512;
    private static final byte[] END_OF_DATA = bytes("\r\n.\r\n");
    private static final byte[] GREETING = bytes("220 sink\r\n");
    private static final byte[] OK = bytes("250 2.0.0 ok\r\n");
    private static final byte[] GO_AHEAD = bytes("354 go ahead\r\n");
    private static final byte[] TAKEN = bytes("250 2.0.0 taken\r\n");

    private final OutputStream out;
    private final byte[] offers;
    private final ByteArrayOutputStream replies = new ByteArrayOutputStream(4 * LONGEST_COMMAND);
    private final byte[] command = new byte[LONGEST_COMMAND];
    private int length;
    private Part part = Part.COMMAND;
    private long chunkLeft;
    private int endSeen;
    private boolean open = true;

    /**
     * A session.
     *
     * @param offers what it offers: {@code PIPELINING}, or with it {@code CHUNKING}, or nothing
     */
    SinkSession(OutputStream out, String offers) {
        this.out = out;
        String pipelining = offers.isEmpty() ? "" : "250-PIPELINING\r\n";
        String last = offers.equals("CHUNKING") ? "250 CHUNKING\r\n" : "250 8BITMIME\r\n";
        this.offers = bytes("250-sink\r\n" + pipelining + last);
    }

    private static byte[] bytes(String ascii) {
        return ascii.getBytes(US_ASCII);
    }

    boolean isOpen() {
        return open;
    }

    void greet() throws IOException {
        replies.writeBytes(GREETING);
        flush();
    }

    void flush() throws IOException {
        replies.writeTo(out);
        replies.reset();
    }

    void take(byte[] bytes, int count) {
        for (int i = 0; i < count; ) {
            switch (part) {
                case COMMAND -> takeCommand(bytes[i++]);
                case DATA -> i = takeData(bytes, i, count);
                case CHUNK -> {
                    int taken = (int) Math.min(chunkLeft, count - i);
                    i += taken;
                    chunkLeft -= taken;
                    endChunk();
                }
            }
        }
    }

    private void takeCommand(byte b) {
        if (b != '\n') {
            command[Math.min(length++, LONGEST_COMMAND - 1)] = b;
            return;
        }
        answer(command[0] & ~0x20, command[1] & ~0x20); // in capitals
        length = 0;
    }

    /** By its first two letters: MAIL, RCPT, RSET and NOOP have the same answer. */
    private void answer(int first, int second) {
        if (first == 'E') {
            replies.writeBytes(offers);
        } else if (first == 'D') {
            replies.writeBytes(GO_AHEAD);
            part = Part.DATA;
            endSeen = 2;
        } else if (first == 'B' && second == 'D') {
            chunkLeft = 0;
            for (int i = 0; i < length; i++) {
                boolean digit = command[i] >= '0' && command[i] <= '9';
                chunkLeft = digit ? chunkLeft * 10 + command[i] - '0' : chunkLeft;
            }
            part = Part.CHUNK;
            endChunk();
        } else {
            open = first != 'Q';
            replies.writeBytes(OK);
        }
    }

    /** Where it goes on. */
    private int takeData(byte[] bytes, int from, int to) {
        int seen = endSeen;
        int i = from;
        while (i < to && seen < END_OF_DATA.length) {
            byte b = bytes[i++];
            seen = b == END_OF_DATA[seen] ? seen + 1 : b == '\r' ? 1 : 0;
        }
        endSeen = seen;
        if (seen == END_OF_DATA.length) {
            part = Part.COMMAND;
            replies.writeBytes(TAKEN);
        }
        return i;
    }

    private void endChunk() {
        if (chunkLeft == 0) {
            part = Part.COMMAND;
            replies.writeBytes(TAKEN);
        }
    }
}
