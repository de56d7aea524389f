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
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
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
 * in a folder is complete. Its time of modification is the time of its completion, and from that it expires: no record
 * beside it is needed, also after a restart. A directory belongs to one store at a time.
 */
public final class DirectoryArtifactStore implements ArtifactStore {

    private static final Logger LOG = LoggerFactory.getLogger(DirectoryArtifactStore.class);
    private static final Duration DEFAULT_RETENTION = Duration.ofDays(7);
    private static final Duration LONGEST_RETENTION = Duration.ofDays(36_500);
    private static final String PART = ".part";
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
            Files.delete(Files.createTempFile(absolute, "probe", PART));
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
        Path part = directory.resolve(id + PART);
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
            Files.setLastModifiedTime(part, FileTime.from(now));
            Files.createDirectory(folder);
            Files.move(part, target, ATOMIC_MOVE);
            force(folder);
            force(directory);
        } catch (IOException e) {
            throw new ArtifactException("cannot publish", target.toString(), e);
        }
    }

    /** A rename is safe from a power cut once its directory is flushed; Windows does it without being asked. */
    private static void force(Path folder) {
        try (FileChannel channel = FileChannel.open(folder, READ)) {
            channel.force(true);
        } catch (IOException notSupported) {
            LOG.atDebug().addKeyValue("directory", folder).log("Directory cannot be flushed");
        }
    }

    @Override
    public InputStream open(Artifact artifact, ByteRange range) {
        Path path = pathOf(artifact);
        range.requireWithin(artifact);
        try {
            return new FileSection(FileChannel.open(path, READ, NOFOLLOW_LINKS), range);
        } catch (IOException e) {
            throw new ArtifactException("cannot read", path.toString(), e);
        }
    }

    @Override
    public void delete(Artifact artifact) {
        Path path = pathOf(artifact);
        try {
            Files.deleteIfExists(path);
            deleteIfEmpty(folderOf(artifact.id()));
        } catch (IOException e) {
            throw new ArtifactException("cannot delete", path.toString(), e);
        }
    }

    @Override
    public int sweep(Instant now) {
        Instant limit = now.minus(retention);
        try (DirectoryStream<Path> children = Files.newDirectoryStream(directory)) {
            int deleted = 0;
            for (Path child : children) {
                deleted += sweepUnlessGone(child, limit);
            }
            return deleted;
        } catch (IOException e) {
            throw new ArtifactException("cannot sweep", directory.toString(), e);
        }
    }

    private static int sweepUnlessGone(Path child, Instant limit) throws IOException {
        try {
            return sweepChild(child, limit);
        } catch (NoSuchFileException gone) {
            return 0; // published, deleted or swept by somebody else meanwhile
        }
    }

    private static int sweepChild(Path child, Instant limit) throws IOException {
        if (Files.isDirectory(child, NOFOLLOW_LINKS)) {
            return isOurs(child.getFileName().toString()) ? sweepFolder(child, limit) : 0;
        }
        String name = child.getFileName().toString();
        boolean part = name.endsWith(PART) && isOurs(name.substring(0, name.length() - PART.length()));
        return part && isOlder(child, limit) && Files.deleteIfExists(child) ? 1 : 0;
    }

    private static int sweepFolder(Path folder, Instant limit) throws IOException {
        int deleted = 0;
        boolean empty = true;
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
            for (Path file : files) {
                if (isOlder(file, limit) && Files.deleteIfExists(file)) {
                    deleted++;
                } else {
                    empty = false;
                }
            }
        }
        if (empty && (deleted > 0 || isOlder(folder, limit))) {
            deleteIfEmpty(folder);
        }
        return deleted;
    }

    private static void deleteIfEmpty(Path folder) throws IOException {
        try {
            Files.deleteIfExists(folder);
        } catch (DirectoryNotEmptyException stillNeeded) {
            LOG.atDebug().addKeyValue("directory", folder).log("Directory is not empty");
        }
    }

    private static boolean isOlder(Path path, Instant limit) throws IOException {
        return !Files.getLastModifiedTime(path, NOFOLLOW_LINKS).toInstant().isAfter(limit);
    }

    private static boolean isOurs(String name) {
        try {
            return UUID.fromString(name).toString().equals(name);
        } catch (IllegalArgumentException notAnId) {
            return false;
        }
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
