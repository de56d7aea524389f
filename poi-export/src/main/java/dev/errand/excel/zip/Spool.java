package dev.errand.excel.zip;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where entries wait that are written before their turn: one file for all of them, in blocks. Each {@link Stretch} has one
 * block in memory, while it is written; blocks of those that were copied are used again. The file is opened for the
 * first block. Stretches may be written by several threads at once, each of them by one.
 */
public final class Spool implements AutoCloseable {

    static final int BLOCK = 1 << 16;

    /** Opens the file. */
    public interface Opener {

        /**
         * Opens it.
         *
         * @return an empty file, to write and to read; closed by the spool
         * @throws IOException if it cannot be made
         */
        FileChannel open() throws IOException;
    }

    private final Opener opener;
    private final Deque<Long> free = new ArrayDeque<>();
    private @Nullable FileChannel file;
    private long end;

    /**
     * A spool without a file yet.
     *
     * @param opener opens it, at most once
     */
    public Spool(Opener opener) {
        this.opener = opener;
    }

    Stretch begin() {
        return new Stretch();
    }

    private synchronized FileChannel opened() throws IOException {
        FileChannel open = file;
        if (open == null) {
            open = opener.open();
            file = open;
        }
        return open;
    }

    private synchronized long takeBlock() {
        Long again = free.poll();
        if (again != null) {
            return again;
        }
        long next = end;
        end += BLOCK;
        return next;
    }

    private synchronized void giveBack(List<Long> blocks) {
        free.addAll(blocks);
    }

    /** How long the file has become. */
    synchronized long length() {
        return end;
    }

    /** Closes the file, if there is one. */
    @Override
    public synchronized void close() throws IOException {
        if (file != null) {
            file.close();
        }
    }

    /** The bytes of one entry. */
    final class Stretch {

        private final List<Long> blocks = new ArrayList<>();
        private ByteBuffer last = ByteBuffer.allocate(BLOCK);
        private long length;

        void write(byte[] bytes, int count) throws IOException {
            int from = 0;
            while (from < count) {
                int piece = Math.min(count - from, last.remaining());
                last.put(bytes, from, piece);
                from += piece;
                if (!last.hasRemaining()) {
                    flush();
                }
            }
            length += count;
        }

        long length() {
            return length;
        }

        /** Puts what is in memory into the file too. Nothing may be written after that. */
        void end() throws IOException {
            if (last.position() > 0) {
                flush();
            }
            last = ByteBuffer.allocate(0);
        }

        private void flush() throws IOException {
            long position = takeBlock();
            blocks.add(position);
            last.flip();
            FileChannel channel = opened();
            while (last.hasRemaining()) {
                position += channel.write(last, position);
            }
            last.clear();
        }

        /** Copies all of it, once, now that it has ended. */
        void moveTo(ZipTarget target) throws IOException {
            ByteBuffer piece = ByteBuffer.allocate(BLOCK);
            long rest = length;
            for (long block : blocks) {
                int count = (int) Math.min(BLOCK, rest);
                readFully(piece.clear().limit(count), block);
                target.write(piece.array(), count);
                rest -= count;
            }
            giveBack(blocks);
        }

        private void readFully(ByteBuffer piece, long from) throws IOException {
            long position = from;
            while (piece.hasRemaining()) {
                int read = opened().read(piece, position);
                if (read < 0) {
                    throw new IOException("the file of what waits ends at " + position);
                }
                position += read;
            }
        }
    }
}
