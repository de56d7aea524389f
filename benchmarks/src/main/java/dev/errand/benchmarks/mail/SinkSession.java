package dev.errand.benchmarks.mail;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Locale;

/** What a sink knows of one connection: takes bytes in any pieces, and answers those commands that are complete. */
final class SinkSession {

    private enum Part {
        COMMAND,
        DATA,
        CHUNK
    }

    private static final int LONGEST_COMMAND = 512;
    private static final String END_OF_DATA = "\r\n.\r\n";

    private final OutputStream out;
    private final String offers;
    private final ByteArrayOutputStream replies = new ByteArrayOutputStream();
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
        this.offers = offers;
    }

    boolean isOpen() {
        return open;
    }

    void greet() throws IOException {
        say("220 sink");
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
                case DATA -> takeData(bytes[i++]);
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
        String line = new String(command, 0, Math.min(length, LONGEST_COMMAND), US_ASCII)
                .strip()
                .toUpperCase(Locale.ROOT);
        length = 0;
        answer(line);
    }

    private void answer(String line) {
        if (line.startsWith("EHLO")) {
            say("250-sink");
            if (!offers.isEmpty()) {
                say("250-PIPELINING");
            }
            say(offers.equals("CHUNKING") ? "250 CHUNKING" : "250 8BITMIME");
        } else if (line.startsWith("DATA")) {
            say("354 go ahead");
            part = Part.DATA;
            endSeen = 2;
        } else if (line.startsWith("BDAT")) {
            chunkLeft = Long.parseLong(line.replaceAll("[^0-9]", ""));
            part = Part.CHUNK;
            endChunk();
        } else {
            open = !line.startsWith("QUIT");
            say("250 2.0.0 ok");
        }
    }

    private void takeData(byte b) {
        if (b == END_OF_DATA.charAt(endSeen)) {
            endSeen++;
        } else {
            endSeen = b == '\r' ? 1 : 0;
        }
        if (endSeen == END_OF_DATA.length()) {
            part = Part.COMMAND;
            say("250 2.0.0 taken");
        }
    }

    private void endChunk() {
        if (chunkLeft == 0) {
            part = Part.COMMAND;
            say("250 2.0.0 taken");
        }
    }

    private void say(String reply) {
        replies.writeBytes((reply + "\r\n").getBytes(US_ASCII));
    }
}
