package dev.errand.mail.outcome;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.NoSuchElementException;

/**
 * Lines in a temporary file, until they are written in their format. The file has no name any more as soon as it is open, where the
 * file system allows it: so nothing is left of it, also when the process is killed. For one thread at a time; an interrupt does not
 * harm it.
 */
public final class OutcomeList implements AutoCloseable {

    private final Path path;
    private final RandomAccessFile file;
    private final DataOutputStream lines;
    private int count;

    private OutcomeList(Path path, RandomAccessFile file) throws IOException {
        this.path = path;
        this.file = file;
        this.lines = new DataOutputStream(new BufferedOutputStream(new FileOutputStream(file.getFD())));
    }

    /**
     * An empty one.
     *
     * @return the list, to be closed, which deletes it
     * @throws IOException if there is no room for it
     */
    public static OutcomeList create() throws IOException {
        Path path = Files.createTempFile("errand-outcomes-", ".tmp");
        try {
            OutcomeList list = new OutcomeList(path, new RandomAccessFile(path.toFile(), "rw"));
            forget(path);
            return list;
        } catch (IOException e) {
            Files.deleteIfExists(path);
            throw e;
        }
    }

    private static void forget(Path path) {
        try {
            Files.deleteIfExists(path);
        } catch (IOException keepsItsName) {
            return; // until it is closed
        }
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
        file.seek(0);
        try {
            DataInputStream in = new DataInputStream(new BufferedInputStream(new FileInputStream(file.getFD())));
            format.write(new Lines(in, count), out);
        } finally {
            file.seek(file.length());
        }
    }

    @Override
    public void close() throws IOException {
        file.close();
        Files.deleteIfExists(path);
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
