package dev.errand.excel.file;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;

/**
 * A file under way that has no name any more as soon as it is open, where the file system allows it: so
 * nothing is left of it whatever happens, also when the process is killed.
 */
public final class TemporaryFile implements AutoCloseable {

    private static final int PIECE = 1 << 16;

    /** A file that is there already is not opened, so nobody can have put one there for us. */
    private static final Set<StandardOpenOption> OPTIONS = Set.of(
            StandardOpenOption.CREATE_NEW,
            StandardOpenOption.READ,
            StandardOpenOption.WRITE,
            StandardOpenOption.DELETE_ON_CLOSE);

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
        Path directory = Path.of(directory());
        FileAttribute<?>[] ownersOnly = ownersOnly(directory);
        while (true) {
            Path path = directory.resolve(
                    "errand-" + Long.toHexString(ThreadLocalRandom.current().nextLong()) + ".part");
            try {
                FileChannel channel = FileChannel.open(path, OPTIONS, ownersOnly);
                forget(path);
                return new TemporaryFile(channel);
            } catch (FileAlreadyExistsException another) {
                // then under the next name
            }
        }
    }

    /** What {@link Files#createTempFile} would do; but that asks a generator of secrets for a name, which takes its time the first time. */
    static FileAttribute<?>[] ownersOnly(Path directory) {
        return isPosix(directory)
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(
                            Set.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE))
                }
                : new FileAttribute<?>[0];
    }

    static boolean isPosix(Path path) {
        return path.getFileSystem().supportedFileAttributeViews().contains("posix");
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
        ByteBuffer piece = ByteBuffer.allocate(Math.clamp(channel.size(), 1, PIECE));
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
