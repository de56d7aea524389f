package dev.errand.mail.outcome;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.NoSuchElementException;

/** Lines in a temporary file, until they are written in their format. For one thread at a time. */
public final class OutcomeList implements AutoCloseable {

    private final Path path;
    private final DataOutputStream lines;
    private int count;

    private OutcomeList(Path path, DataOutputStream lines) {
        this.path = path;
        this.lines = lines;
    }

    /**
     * An empty one.
     *
     * @return the list, to be closed, which deletes it
     * @throws IOException if there is no room for it
     */
    public static OutcomeList create() throws IOException {
        Path path = Files.createTempFile("errand-outcomes-", ".tmp");
        return new OutcomeList(path, new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(path))));
    }

    /**
     * Adds a line.
     *
     * @param line the line, whose texts have at most some thousand characters each
     * @throws IOException if there is no more room
     */
    public void add(OutcomeLine line) throws IOException {
        lines.writeInt(line.number());
        lines.writeUTF(line.recipient());
        lines.writeUTF(line.outcome());
        lines.writeUTF(line.detail());
        count++;
    }

    /**
     * Writes all of it.
     *
     * @param format how
     * @param out where to; not closed
     * @throws Exception what the format throws
     */
    public void writeTo(OutputStream out, OutcomeFormat format) throws Exception {
        lines.flush();
        try (DataInputStream in = new DataInputStream(new BufferedInputStream(Files.newInputStream(path)))) {
            format.write(new Lines(in, count), out);
        }
    }

    @Override
    public void close() throws IOException {
        try (lines) {
            Files.deleteIfExists(path);
        }
    }

    private static final class Lines implements Iterator<OutcomeLine> {

        private final DataInputStream in;
        private int left;

        Lines(DataInputStream in, int count) {
            this.in = in;
            this.left = count;
        }

        @Override
        public boolean hasNext() {
            return left > 0;
        }

        @Override
        public OutcomeLine next() {
            if (left == 0) {
                throw new NoSuchElementException("all lines are read");
            }
            left--;
            try {
                return new OutcomeLine(in.readInt(), in.readUTF(), in.readUTF(), in.readUTF());
            } catch (IOException unreadable) {
                throw new UncheckedIOException(unreadable);
            }
        }
    }
}
