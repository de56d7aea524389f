package dev.errand.artifact;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;
import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Deletes from a directory what has expired, and what nobody writes any more.
 *
 * <p>Others may be writing, deleting and sweeping in it at the same time. What is gone was their work; what cannot be
 * deleted now, such as a file that somebody holds open, is left to the next sweep. For one thread, and one sweep.
 */
final class DirectorySweep {

    private static final Logger LOG = LoggerFactory.getLogger(DirectorySweep.class);

    private final Path directory;
    private final Instant expired;
    private final Instant abandoned;
    private int deleted;
    private @Nullable Exception obstacle;

    /**
     * Looks at nothing yet.
     *
     * @param directory where the files are
     * @param expired a file goes if it was completed then or before
     * @param abandoned what is not complete goes if it was last written then or before
     */
    DirectorySweep(Path directory, Instant expired, Instant abandoned) {
        this.directory = directory;
        this.expired = expired;
        this.abandoned = abandoned;
    }

    /** How many files it has deleted, complete or not. */
    int run() {
        try (DirectoryStream<Path> children = Files.newDirectoryStream(directory)) {
            for (Path child : children) {
                sweep(child);
            }
        } catch (IOException | DirectoryIteratorException e) {
            throw new ArtifactException("cannot sweep", directory.toString(), e);
        }
        if (obstacle != null) {
            LOG.warn("Something in {} cannot be deleted now: {}", directory, obstacle.toString());
        }
        return deleted;
    }

    private void sweep(Path child) {
        String name = child.getFileName().toString();
        if (name.endsWith(DirectoryArtifactStore.PART)) {
            sweepPart(child, name.substring(0, name.length() - DirectoryArtifactStore.PART.length()));
        } else if (isId(name) && Files.isDirectory(child, NOFOLLOW_LINKS)) {
            sweepFolder(child);
        }
    }

    private void sweepPart(Path part, String id) {
        if (isId(id)) {
            deleteIfFrom(part, abandoned);
        }
    }

    /** A folder without a file may be one that is about to get it. */
    private void sweepFolder(Path folder) {
        int before = deleted;
        boolean empty = true;
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
            for (Path file : files) {
                empty &= deleteIfFrom(file, expired);
            }
            if (empty && (deleted > before || isFrom(folder, abandoned))) {
                Files.deleteIfExists(folder);
            }
        } catch (NoSuchFileException | DirectoryNotEmptyException somebodyElse) {
            LOG.trace("{} changes as it is swept", folder);
        } catch (IOException | DirectoryIteratorException e) {
            obstacle = e;
        }
    }

    /** Tells whether it is gone now. */
    @CanIgnoreReturnValue
    private boolean deleteIfFrom(Path file, Instant limit) {
        try {
            if (!isFrom(file, limit)) {
                return false;
            }
            boolean gone = !Files.isRegularFile(file, NOFOLLOW_LINKS)
                    ? Files.deleteIfExists(file)
                    : deleteUnlessRenewed(file, limit);
            deleted += gone ? 1 : 0;
            return gone || !Files.exists(file, NOFOLLOW_LINKS);
        } catch (NoSuchFileException gone) {
            return true;
        } catch (IOException e) {
            obstacle = e;
            return false;
        }
    }

    /**
     * Takes a file away before it is looked at once more, so that nobody renews what is about to be deleted. One that was renewed
     * after the first look is put back.
     */
    private boolean deleteUnlessRenewed(Path file, Instant limit) throws IOException {
        Path taken = directory.resolve(UUID.randomUUID() + DirectoryArtifactStore.PART);
        Files.move(file, taken, ATOMIC_MOVE);
        if (isFrom(taken, limit)) {
            return Files.deleteIfExists(taken);
        }
        Files.move(taken, file, ATOMIC_MOVE);
        return false;
    }

    private static boolean isFrom(Path path, Instant limit) throws IOException {
        return !Files.getLastModifiedTime(path, NOFOLLOW_LINKS).toInstant().isAfter(limit);
    }

    private static boolean isId(String name) {
        try {
            return UUID.fromString(name).toString().equals(name);
        } catch (IllegalArgumentException notAnId) {
            return false;
        }
    }
}
