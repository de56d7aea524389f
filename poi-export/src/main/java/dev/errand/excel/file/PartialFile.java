package dev.errand.excel.file;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.TRUNCATE_EXISTING;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystem;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/**
 * A file under way that outlives the process, with a state beside it that says how far it counts: up to there both are on
 * the disk, and what was written later is cut off by whoever goes on.
 *
 * <p>A lock on the file, which ends with the process, keeps two from writing to it. The state is replaced as a whole: it is
 * written under another name, flushed, and renamed. For one thread.
 */
public final class PartialFile implements Savepoint, AutoCloseable {

    private final PartialNames names;
    private final LockedFile locked;
    private final FileChannel channel;
    private final SavePace pace;
    private Optional<SavedState> state;
    private boolean discarded;

    private PartialFile(PartialNames names, LockedFile locked, SavePace pace) throws IOException {
        this.names = names;
        this.locked = locked;
        this.channel = locked.channel();
        this.pace = pace;
        this.state = SavedState.read(names.state()).filter(saved -> saved.length() <= size(channel));
    }

    /**
     * The file of a key, as it was left; or a new one.
     *
     * @param directory where it is; made if there is none
     * @param key what it is the file of
     * @param pace how often its state is saved
     * @return the file; empty if somebody else is writing to it
     * @throws IOException if it cannot be opened or made
     */
    public static Optional<PartialFile> open(Path directory, String key, SavePace pace) throws IOException {
        Files.createDirectories(directory);
        PartialNames names = PartialNames.of(directory.toRealPath(), key);
        Optional<LockedFile> opened = LockedFile.open(names.file(), Set.of(CREATE, READ, WRITE), ownersOnly(directory));
        if (opened.isEmpty()) {
            return Optional.empty();
        }
        LockedFile locked = opened.get();
        try {
            PartialFile file = new PartialFile(names, locked, pace);
            file.channel.truncate(file.keptLength()).position(file.keptLength());
            return Optional.of(file);
        } catch (IOException | RuntimeException e) {
            locked.close();
            throw e;
        }
    }

    /** What a workbook holds is for nobody but its owner. */
    private static FileAttribute<?>[] ownersOnly(Path directory) {
        FileSystem system = directory.getFileSystem();
        return system.supportedFileAttributeViews().contains("posix")
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
                }
                : new FileAttribute<?>[0];
    }

    private static long size(FileChannel channel) {
        try {
            return channel.size();
        } catch (IOException unreadable) {
            return 0;
        }
    }

    private long keptLength() {
        return state.map(SavedState::length).orElse(0L);
    }

    /**
     * Removes files that nobody has written to for long, and nobody is about to.
     *
     * @param directory where they are
     * @param keeping for how long they are kept
     */
    public static void sweep(Path directory, Duration keeping) {
        PartialNames.sweep(directory, keeping);
    }

    /**
     * To write to, from its end on.
     *
     * @return the same each time
     */
    public FileChannel channel() {
        return channel;
    }

    @Override
    public boolean isKept() {
        return true;
    }

    @Override
    public Optional<byte[]> saved() {
        return state.map(SavedState::content);
    }

    @Override
    public boolean isDue() {
        return pace.isDue();
    }

    @Override
    public void save(byte[] content) throws IOException {
        long began = System.nanoTime();
        channel.force(true);
        SavedState next = new SavedState(channel.position(), content);
        Path written = names.nextState();
        OpenOption[] anew = {CREATE, TRUNCATE_EXISTING, WRITE};
        try (FileChannel target = FileChannel.open(written, Set.of(anew), ownersOnly(written.toAbsolutePath()))) {
            ByteBuffer bytes = ByteBuffer.wrap(next.bytes());
            while (bytes.hasRemaining()) {
                target.write(bytes);
            }
            target.force(true);
        }
        Files.move(written, names.state(), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        state = Optional.of(next);
        pace.saved(System.nanoTime() - began);
    }

    /**
     * Forgets all that was written, to begin at the beginning.
     *
     * @throws IOException if that fails
     */
    public void restart() throws IOException {
        names.deleteStates();
        state = Optional.empty();
        channel.truncate(0).position(0);
    }

    /**
     * Copies everything.
     *
     * @param out where to
     * @param beforeEach runs before each piece is written; what it throws ends the copying
     * @throws IOException if it cannot be read, or the target cannot be written
     */
    public void copyTo(OutputStream out, Runnable beforeEach) throws IOException {
        TemporaryFile.copy(channel, out, beforeEach);
    }

    /** Has it removed when it is closed. */
    public void discard() {
        discarded = true;
    }

    /** Leaves what counts for whoever goes on, or nothing if it was discarded or nothing was saved. */
    @Override
    public void close() throws IOException {
        if (discarded || state.isEmpty()) {
            delete();
            return;
        }
        try (locked) {
            if (channel.isOpen()) {
                channel.truncate(keptLength());
            }
        }
    }

    /** What others may have by now, since an interrupt has closed it, is not removed. */
    private void delete() throws IOException {
        try (locked) {
            if (channel.isOpen()) {
                names.deleteStates();
                locked.delete();
            }
        } catch (IOException notDeleted) {
            return; // swept later
        }
    }
}
