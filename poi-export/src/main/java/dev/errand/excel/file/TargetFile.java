package dev.errand.excel.file;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * A file that appears at its place when it is whole, and in the same moment replaces one that was there. Until then it
 * has a name of its own beside it, and is deleted unless it is committed. Who may read the one that was there, and nobody
 * else, may read the new one; while it is under way, only its owner may.
 */
public final class TargetFile implements AutoCloseable {

    private static final Duration ABANDONED = Duration.ofDays(1);
    private static final Set<StandardOpenOption> OPTIONS =
            Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.READ, StandardOpenOption.WRITE);

    private final Path target;
    private final Path underWay;
    private final FileChannel channel;
    private final Optional<Set<PosixFilePermission>> permissions;
    private boolean committed;

    private TargetFile(
            Path target, Path underWay, FileChannel channel, Optional<Set<PosixFilePermission>> permissions) {
        this.target = target;
        this.underWay = underWay;
        this.channel = channel;
        this.permissions = permissions;
    }

    /**
     * Whether a place can hold such a file: one that is there and is no file, such as a pipe, cannot.
     *
     * @param target the place
     * @return false if there is something else
     */
    public static boolean canBeAt(Path target) {
        return Files.notExists(target) || Files.isRegularFile(target);
    }

    /**
     * An empty file for a place.
     *
     * @param target the place, in a directory that exists; a link is followed
     * @return the file
     * @throws IOException if it cannot be made
     */
    public static TargetFile at(Path target) throws IOException {
        Path place = Files.exists(target) ? target.toRealPath() : target.toAbsolutePath();
        sweep(place.resolveSibling("."));
        Path underWay = place.resolveSibling(".errand-" + UUID.randomUUID() + ".part");
        Optional<Set<PosixFilePermission>> permissions = permissionsOf(place);
        FileAttribute<?>[] atFirst =
                permissions.isPresent() ? TemporaryFile.ownersOnly(underWay) : new FileAttribute<?>[0];
        return new TargetFile(place, underWay, FileChannel.open(underWay, OPTIONS, atFirst), permissions);
    }

    /** Those of a file that is replaced; a new one gets the usual ones. */
    private static Optional<Set<PosixFilePermission>> permissionsOf(Path place) throws IOException {
        return TemporaryFile.isPosix(place) && Files.exists(place)
                ? Optional.of(Files.getPosixFilePermissions(place))
                : Optional.empty();
    }

    /** Whoever was killed has left a file behind. One that cannot be swept is not worth a failure. */
    private static void sweep(Path directory) {
        Instant limit = Instant.now().minus(ABANDONED);
        try (DirectoryStream<Path> files = Files.newDirectoryStream(directory, ".errand-*.part")) {
            for (Path file : files) {
                if (Files.getLastModifiedTime(file).toInstant().isBefore(limit)) {
                    Files.deleteIfExists(file);
                }
            }
        } catch (IOException | DirectoryIteratorException another) {
            return; // has swept it, or there is no such directory, which the file itself will tell
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
     * Puts the file at its place, flushed to the disk before.
     *
     * @throws IOException if that fails; it is deleted then, and what was there before stays
     */
    public void commit() throws IOException {
        if (permissions.isPresent()) {
            Files.setPosixFilePermissions(underWay, permissions.get());
        }
        channel.force(true);
        channel.close();
        Files.move(underWay, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        committed = true;
    }

    /** Deletes it, unless it was committed. */
    @Override
    public void close() throws IOException {
        channel.close();
        if (!committed) {
            Files.deleteIfExists(underWay);
        }
    }
}
