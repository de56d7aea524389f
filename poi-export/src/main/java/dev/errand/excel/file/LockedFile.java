package dev.errand.excel.file;

import static java.util.Objects.requireNonNullElse;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A file that nobody else has, neither another process nor another part of this one, until it is closed. For one thread.
 *
 * @param file where it is: without symbolic links, so that it has one name
 * @param channel to read and write it
 */
record LockedFile(Path file, FileChannel channel) implements AutoCloseable {

    /**
     * Those of this process. They must not even be opened once more, since whoever closes a file drops all locks that its
     * process has on it (POSIX, fcntl).
     */
    private static final Set<Path> OURS = ConcurrentHashMap.newKeySet();

    private static final String NO_KEY = "a file system that does not tell files apart";
    private static final int ATTEMPTS = 10;

    /** Opens it; empty if somebody else has it. */
    static Optional<LockedFile> open(Path file, Set<? extends OpenOption> how, FileAttribute<?>... attributes)
            throws IOException {
        if (!OURS.add(file)) {
            return Optional.empty();
        }
        Optional<LockedFile> opened = Optional.empty();
        try {
            for (int i = 0; i < ATTEMPTS && opened.isEmpty(); i++) {
                Object key = key(file);
                FileChannel channel = FileChannel.open(file, how, attributes);
                if (!hasLocked(channel)) {
                    break;
                }
                if (isStill(file, key, channel)) {
                    opened = Optional.of(new LockedFile(file, channel));
                }
            }
            return opened;
        } finally {
            if (opened.isEmpty()) {
                OURS.remove(file);
            }
        }
    }

    /** Not if it was made just now, or if somebody has removed it before it was locked. Closes it then. */
    private static boolean isStill(Path file, Object key, FileChannel channel) throws IOException {
        boolean same = false;
        try {
            same = key.equals(key(file));
            return same;
        } finally {
            if (!same) {
                channel.close();
            }
        }
    }

    /** What tells it from others that had its name; equal to nothing if there is none. */
    private static Object key(Path file) throws IOException {
        try {
            BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
            return requireNonNullElse(attributes.fileKey(), NO_KEY);
        } catch (NoSuchFileException none) {
            return new Object();
        }
    }

    /** Closes it if not. */
    private static boolean hasLocked(FileChannel channel) throws IOException {
        boolean locked = false;
        try {
            locked = channel.tryLock() != null;
            return locked;
        } catch (OverlappingFileLockException ofAnotherClassLoader) {
            return false;
        } finally {
            if (!locked) {
                channel.close();
            }
        }
    }

    /** Removes it, as long as it is still locked: afterwards it may be another's. */
    void delete() throws IOException {
        if (channel.isOpen()) {
            Files.deleteIfExists(file);
        }
    }

    /** Lets others have it. */
    @Override
    public void close() throws IOException {
        try {
            channel.close();
        } finally {
            OURS.remove(file);
        }
    }
}
