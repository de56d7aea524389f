package dev.errand.excel.file;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * A file under way that has no name any more as soon as it is open, where the file system allows it: so
 * nothing is left of it whatever happens, also when the process is killed.
 */
public final class TemporaryFile implements AutoCloseable {

    private static final int PIECE = 1 << 16;

    private final FileChannel channel;

    private TemporaryFile(FileChannel channel) {
        this.channel = channel;
    }

    /**
     * An empty one, in the JVM's directory of temporary files.
     *
     * @return the file
     * @throws IOException if it cannot be made
     */
    public static TemporaryFile open() throws IOException {
        Path path = Files.createTempFile("errand-", ".part");
        try {
            FileChannel channel = FileChannel.open(
                    path, StandardOpenOption.READ, StandardOpenOption.WRITE, StandardOpenOption.DELETE_ON_CLOSE);
            forget(path);
            return new TemporaryFile(channel);
        } catch (IOException e) {
            Files.deleteIfExists(path);
            throw e;
        }
    }

    /**
     * Where they are.
     *
     * @return the directory
     */
    public static String directory() {
        return System.getProperty("java.io.tmpdir", "?");
    }

    private static void forget(Path path) {
        try {
            Files.deleteIfExists(path);
        } catch (IOException keepsItsName) {
            return; // until it is closed
        }
    }

    /**
     * To write to.
     *
     * @return the same each time
     */
    public FileChannel channel() {
        return channel;
    }

    /**
     * Copies everything.
     *
     * @param out where to
     * @param beforeEach runs before each piece is written; what it throws ends the copying
     * @throws IOException if it cannot be read, or the target cannot be written
     */
    public void copyTo(OutputStream out, Runnable beforeEach) throws IOException {
        copy(channel, out, beforeEach);
    }

    static void copy(FileChannel channel, OutputStream out, Runnable beforeEach) throws IOException {
        ByteBuffer piece = ByteBuffer.allocate(PIECE);
        channel.position(0);
        while (channel.read(piece) >= 0) {
            beforeEach.run();
            out.write(piece.array(), 0, piece.position());
            piece.clear();
        }
    }

    /** Deletes it. */
    @Override
    public void close() throws IOException {
        channel.close();
    }
}
