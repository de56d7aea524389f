package dev.errand.artifact;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;
import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;
import static java.nio.file.StandardOpenOption.CREATE_NEW;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import dev.errand.Artifact;
import dev.errand.InvalidInputException;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps files in a directory, each under a random name of its own: {@code <directory>/<id>/<file name>}.
 *
 * <p>A file is written as {@code <directory>/<id>.part}, flushed to disk, and renamed in one step; so whatever stands
 * in a folder is complete. Its time of modification is the time of its completion, or of its last {@linkplain #renew renewal},
 * and from that it expires: no record beside it is needed, also after a restart.
 *
 * <p>Many stores may share a directory, in many processes on many machines, if it is on a file system that they all
 * mount, such as NFS: all may write, read, delete and sweep at the same time. All should keep files for the same time.
 * Ages are told by the clock of the file system, so the machines' own may be hours apart. A {@code .part} that was not
 * written to for a day is taken for the remains of a process that has died, and swept. So a task may be silent for
 * nearly a day between two writes; the file of one that is silent for longer may be gone, and then its write fails.
 */
public final class DirectoryArtifactStore implements ArtifactStore {

    /** How the names of files end that are still written; before it is an id. */
    static final String PART = ".part";

    private static final Logger LOG = LoggerFactory.getLogger(DirectoryArtifactStore.class);
    private static final Duration DEFAULT_RETENTION = Duration.ofDays(7);
    private static final Duration LONGEST_RETENTION = Duration.ofDays(36_500);
    private static final Duration ABANDONED_AFTER = Duration.ofDays(1);
    private static final int BUFFER_BYTES = 64 * 1024;

    private final Path directory;
    private final Duration retention;
    private final InstantSource clock;

    private DirectoryArtifactStore(Path directory, Duration retention, InstantSource clock) {
        if (!retention.isPositive() || retention.compareTo(LONGEST_RETENTION) > 0) {
            throw new InvalidInputException(
                    "artifact retention",
                    retention,
                    "be more than zero, and at most " + LONGEST_RETENTION.toDays() + " days");
        }
        this.directory = directory;
        this.retention = retention;
        this.clock = clock;
    }

    /**
     * A store that keeps files for seven days. Makes the directory if need be, and tries to write into it.
     *
     * @param directory where to keep the files; nothing else should be in it
     * @return the store
     * @throws InvalidInputException if the directory cannot be made or written
     */
    public static DirectoryArtifactStore in(Path directory) {
        Path absolute = directory.toAbsolutePath();
        try {
            Files.createDirectories(absolute);
            Files.delete(Files.createFile(absolute.resolve(UUID.randomUUID() + PART)));
        } catch (IOException e) {
            throw new InvalidInputException(
                    "artifact directory", absolute, "be a directory that can be written (" + e + ")", e);
        }
        return new DirectoryArtifactStore(absolute, DEFAULT_RETENTION, InstantSource.system());
    }

    /**
     * With another time to keep files.
     *
     * @param duration from a file's completion on; more than zero, and at most 36,500 days
     * @return a store on the same directory
     * @throws InvalidInputException if it is out of range
     */
    public DirectoryArtifactStore keeping(Duration duration) {
        return new DirectoryArtifactStore(directory, duration, clock);
    }

    /**
     * With another clock, for tests.
     *
     * @param source tells when a file is completed
     * @return a store on the same directory
     */
    public DirectoryArtifactStore clock(InstantSource source) {
        return new DirectoryArtifactStore(directory, retention, source);
    }

    /**
     * Where a file is.
     *
     * @param artifact its description
     * @return its path, whether it is still there or not
     * @throws InvalidInputException if the description has a file name that no store would take
     */
    public Path pathOf(Artifact artifact) {
        FileNames.require(artifact.fileName());
        return folderOf(artifact.id()).resolve(artifact.fileName());
    }

    @Override
    public Artifact write(String fileName, String mediaType, Artifact.Body body) throws Exception {
        FileNames.require(fileName);
        FileNames.requireMediaType(mediaType);
        UUID id = UUID.randomUUID();
        Path part = partOf(id);
        try {
            HashedSize written = writePart(part, body);
            Instant now = clock.instant();
            publish(part, folderOf(id), fileName, now);
            return new Artifact(id, fileName, mediaType, written.bytes(), written.sha256(), now.plus(retention));
        } finally {
            discard(part);
        }
    }

    private static void discard(Path part) {
        try {
            Files.deleteIfExists(part);
        } catch (IOException sweptLater) {
            LOG.debug("What is left of a file cannot be deleted now: {}", sweptLater.toString());
        }
    }

    private HashedSize writePart(Path part, Artifact.Body body) throws Exception {
        try (FileChannel channel = openNew(part)) {
            HashingSink sink = new HashingSink(channel);
            try {
                BufferedOutputStream out = new BufferedOutputStream(sink, BUFFER_BYTES);
                body.writeTo(out);
                out.flush();
            } catch (Exception e) {
                throw sink.failure().isPresent()
                        ? cannotWrite(part, sink.failure().get())
                        : e;
            }
            if (sink.failure().isPresent()) {
                throw cannotWrite(part, sink.failure().get());
            }
            forceContent(part, channel);
            return sink.result();
        }
    }

    private static void forceContent(Path part, FileChannel channel) {
        try {
            channel.force(true);
        } catch (IOException e) {
            throw cannotWrite(part, e);
        }
    }

    private static ArtifactException cannotWrite(Path part, IOException cause) {
        return new ArtifactException("cannot write", part.toString(), cause);
    }

    private static FileChannel openNew(Path part) {
        try {
            return FileChannel.open(part, CREATE_NEW, WRITE);
        } catch (IOException e) {
            throw cannotWrite(part, e);
        }
    }

    private void publish(Path part, Path folder, String fileName, Instant now) {
        Path target = folder.resolve(fileName);
        try {
            Files.createDirectory(folder);
            Instant there = now.plus(DirectoryClock.ahead(folder, now));
            Files.setLastModifiedTime(part, FileTime.from(there));
            Files.move(part, target, ATOMIC_MOVE);
            force(folder);
            force(directory);
        } catch (IOException e) {
            throw new ArtifactException("cannot publish", target.toString(), e);
        }
    }

    /** A rename is safe from a power cut once its directory is flushed, and a time once its file is; Windows does it unasked. */
    private static void force(Path path) {
        try (FileChannel channel = FileChannel.open(path, READ)) {
            channel.force(true);
        } catch (IOException notSupported) {
            LOG.atDebug().addKeyValue("path", path).log("What was changed cannot be flushed");
        }
    }

    @Override
    public InputStream open(Artifact artifact, ByteRange range) {
        Path path = pathOf(artifact);
        range.requireWithin(artifact);
        try {
            return new FileSection(FileChannel.open(path, READ, NOFOLLOW_LINKS), range);
        } catch (NoSuchFileException e) {
            throw missing("cannot read", path, e);
        } catch (IOException e) {
            throw new ArtifactException("cannot read", path.toString(), e);
        }
    }

    private ArtifactException missing(String what, Path path, NoSuchFileException e) {
        return Files.isDirectory(directory) // or it is not mounted at the moment
                ? ArtifactException.gone(what, path.toString(), e)
                : new ArtifactException(what, path.toString(), e);
    }

    /** A sweep that was quicker has taken the file away by then; one that comes later sees its new time, and leaves it. */
    @Override
    public Artifact renew(Artifact artifact) {
        Path path = pathOf(artifact);
        Instant now = clock.instant();
        Instant asBefore = artifact.expiresAt().minus(retention);
        Instant from = asBefore.isAfter(now) ? asBefore : now;
        try {
            BasicFileAttributeView view =
                    Files.getFileAttributeView(path, BasicFileAttributeView.class, NOFOLLOW_LINKS);
            view.setTimes(FileTime.from(from.plus(directoryIsAhead())), null, null);
            if (!view.readAttributes().isRegularFile()) {
                throw new NoSuchFileException(path.toString());
            }
            force(path);
            return artifact.expiringAt(from.plus(retention));
        } catch (NoSuchFileException e) {
            throw missing("cannot keep", path, e);
        } catch (IOException e) {
            throw new ArtifactException("cannot keep", path.toString(), e);
        }
    }

    @Override
    public void delete(Artifact artifact) {
        Path path = pathOf(artifact);
        try {
            Files.deleteIfExists(path);
            Files.deleteIfExists(folderOf(artifact.id()));
        } catch (DirectoryNotEmptyException stillNeeded) {
            LOG.debug("The folder of {} holds more than the file", path);
        } catch (IOException e) {
            throw new ArtifactException("cannot delete", path.toString(), e);
        }
    }

    @Override
    public int sweep(Instant now) {
        Instant there = now.plus(directoryIsAhead());
        return new DirectorySweep(directory, there.minus(retention), there.minus(ABANDONED_AFTER)).run();
    }

    /** By nothing, if the directory takes no file any more: then a sweep is needed most. */
    private Duration directoryIsAhead() {
        Path probe = partOf(UUID.randomUUID());
        try {
            Files.createFile(probe);
            return DirectoryClock.ahead(probe, clock.instant());
        } catch (IOException e) {
            LOG.debug("The clock of {} cannot be read: {}", directory, e.toString());
            return Duration.ZERO;
        } finally {
            discard(probe);
        }
    }

    private Path partOf(UUID id) {
        return directory.resolve(id + PART);
    }

    private Path folderOf(UUID id) {
        return directory.resolve(id.toString());
    }

    /** Holds nothing open. */
    @Override
    public void close() {}

    @Override
    public String toString() {
        return "artifacts in " + directory;
    }
}
