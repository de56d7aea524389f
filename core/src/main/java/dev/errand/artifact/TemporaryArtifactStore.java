package dev.errand.artifact;

import dev.errand.Artifact;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A directory store that is made when it is needed and deleted when it is closed. */
final class TemporaryArtifactStore implements ArtifactStore {

    private static final Logger LOG = LoggerFactory.getLogger(TemporaryArtifactStore.class);

    private final ReentrantLock lock = new ReentrantLock();
    private @Nullable Path directory;
    private @Nullable DirectoryArtifactStore store;
    private boolean closed;

    @Override
    public Artifact write(String fileName, String mediaType, Artifact.Body body) throws Exception {
        return opened().write(fileName, mediaType, body);
    }

    @Override
    public InputStream open(Artifact artifact, ByteRange range) {
        return opened().open(artifact, range);
    }

    @Override
    public Artifact renew(Artifact artifact) {
        return opened().renew(artifact);
    }

    @Override
    public void delete(Artifact artifact) {
        made().ifPresent(made -> made.delete(artifact));
    }

    @Override
    public int sweep(Instant now) {
        return made().map(made -> made.sweep(now)).orElse(0);
    }

    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            store = null;
            if (directory != null) {
                deleteAll(directory);
                directory = null;
            }
        } finally {
            lock.unlock();
        }
    }

    private DirectoryArtifactStore opened() {
        lock.lock();
        try {
            if (closed) {
                throw ArtifactException.gone(
                        "closed, with all its files deleted: the temporary store in", place(), null);
            }
            if (store == null) {
                directory = Files.createTempDirectory("errand-artifacts-");
                store = DirectoryArtifactStore.in(directory);
            }
            return store;
        } catch (IOException e) {
            throw new ArtifactException("cannot make a temporary directory in", place(), e);
        } finally {
            lock.unlock();
        }
    }

    private Optional<DirectoryArtifactStore> made() {
        lock.lock();
        try {
            return Optional.ofNullable(store);
        } finally {
            lock.unlock();
        }
    }

    private static String place() {
        return System.getProperty("java.io.tmpdir", "?");
    }

    /** Deletes what it can: a task that was abandoned may still be writing. */
    private static void deleteAll(Path root) {
        try {
            Files.walkFileTree(root, new Deletion());
        } catch (IOException e) {
            LOG.warn("The temporary files in {} cannot all be deleted: {}", root, e.toString());
        }
    }

    private static final class Deletion extends SimpleFileVisitor<Path> {

        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
            Files.deleteIfExists(file);
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult visitFileFailed(Path file, IOException gone) {
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult postVisitDirectory(Path directory, @Nullable IOException trouble) throws IOException {
            Files.deleteIfExists(directory);
            return FileVisitResult.CONTINUE;
        }
    }
}
