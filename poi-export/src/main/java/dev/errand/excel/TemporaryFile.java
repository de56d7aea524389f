package dev.errand.excel;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * A file for a workbook under way, that has no name any more as soon as it is open, where the file system allows it: so
 * nothing is left of it whatever happens, also when the process is killed.
 */
final class TemporaryFile implements AutoCloseable {

    private static final int PIECE = 1 << 16;

    private final FileChannel channel;

    private TemporaryFile(FileChannel channel) {
        this.channel = channel;
    }

    static TemporaryFile open() throws IOException {
        try {
            Path path = Files.createTempFile("errand-", ".xlsx");
            FileChannel channel = FileChannel.open(
                    path, StandardOpenOption.READ, StandardOpenOption.WRITE, StandardOpenOption.DELETE_ON_CLOSE);
            forget(path);
            return new TemporaryFile(channel);
        } catch (IOException e) {
            throw failure(e);
        }
    }

    private static void forget(Path path) {
        try {
            Files.deleteIfExists(path);
        } catch (IOException keepsItsName) {
            return; // until it is closed
        }
    }

    /** To write to. */
    FileChannel channel() {
        return channel;
    }

    /** What went wrong, with where. */
    static IOException failure(IOException cause) {
        String directory = System.getProperty("java.io.tmpdir", "?");
        return new IOException("cannot write the workbook's temporary files in " + directory + ": " + cause, cause);
    }

    /**
     * Copies everything.
     *
     * @param beforeEach runs before each piece is written; what it throws ends the copying
     */
    void copyTo(OutputStream out, Runnable beforeEach) throws IOException {
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
