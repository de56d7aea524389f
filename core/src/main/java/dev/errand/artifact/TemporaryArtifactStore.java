package dev.errand.artifact;

import dev.errand.Artifact;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Comparator;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A directory store that is made when it is needed and deleted when it is closed. */
final class TemporaryArtifactStore implements ArtifactStore {

    private final ReentrantLock lock = new ReentrantLock();
    private @Nullable Path directory;
    private @Nullable DirectoryArtifactStore store;

    @Override
    public Artifact write(String fileName, String mediaType, Artifact.Body body) throws Exception {
        return made().write(fileName, mediaType, body);
    }

    @Override
    public InputStream open(Artifact artifact) {
        return made().open(artifact);
    }

    @Override
    public void delete(Artifact artifact) {
        made().delete(artifact);
    }

    @Override
    public int sweep(Instant now) {
        lock.lock();
        try {
            return store == null ? 0 : store.sweep(now);
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() {
        lock.lock();
        try {
            if (directory != null) {
                deleteAll(directory);
                directory = null;
                store = null;
            }
        } finally {
            lock.unlock();
        }
    }

    private DirectoryArtifactStore made() {
        lock.lock();
        try {
            if (store == null) {
                directory = Files.createTempDirectory("errand-artifacts-");
                store = DirectoryArtifactStore.in(directory);
            }
            return store;
        } catch (IOException e) {
            throw new ArtifactException(
                    "cannot make a temporary directory in", System.getProperty("java.io.tmpdir", "?"), e);
        } finally {
            lock.unlock();
        }
    }

    private static void deleteAll(Path root) {
        try (Stream<Path> paths = Files.walk(root)) {
            for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        } catch (IOException e) {
            throw new ArtifactException("cannot delete", root.toString(), e);
        }
    }
}
