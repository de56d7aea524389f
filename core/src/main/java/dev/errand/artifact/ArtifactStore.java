package dev.errand.artifact;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import dev.errand.Artifact;
import java.io.InputStream;
import java.time.Instant;

/**
 * Where the files are that tasks produce.
 *
 * <p>All methods may be called from any thread, and block while they read or write.
 */
public interface ArtifactStore extends AutoCloseable {

    /**
     * A store for as long as the process lives: a new directory among the system's temporary files, made with the first
     * file and deleted with all of them when the store is closed.
     *
     * @return the store, which has no directory yet
     */
    static ArtifactStore temporary() {
        return new TemporaryArtifactStore();
    }

    /**
     * Takes a file. It is in the store when this method returns, complete and safe from a power cut, or not at all.
     *
     * @param fileName the name to offer for the download: 1 to 200 bytes in UTF-8, without path separators, control
     *     characters or any of {@code : * ? " < > |}
     * @param mediaType such as {@code text/csv}
     * @param body writes the content
     * @return its description
     * @throws dev.errand.InvalidInputException if the name or the media type is refused
     * @throws ArtifactException if the store cannot take it
     * @throws Exception what the body throws
     */
    Artifact write(String fileName, String mediaType, Artifact.Body body) throws Exception;

    /**
     * Reads a file.
     *
     * @param artifact its description
     * @return its content from the beginning; for one thread, and to be closed by the caller
     * @throws ArtifactException if it was deleted, which it then {@linkplain ArtifactException#isGone() says}, or cannot be read
     */
    default InputStream open(Artifact artifact) {
        return open(artifact, ByteRange.all(artifact));
    }

    /**
     * Reads a part of a file, without reading what is before it.
     *
     * @param artifact the description of the file
     * @param range which part, within the file
     * @return exactly that part, or an {@code IOException} where the file turns out to be shorter; for one thread, and
     *     to be closed by the caller
     * @throws dev.errand.InvalidInputException if the file has no such part
     * @throws ArtifactException if it was deleted, which it then {@linkplain ArtifactException#isGone() says}, or cannot be read
     */
    InputStream open(Artifact artifact, ByteRange range);

    /**
     * Keeps a file for as long from now on as a new one; if it is kept for longer already, that stays. Whoever has its former
     * description can read it until that expires, at least.
     *
     * @param artifact its description
     * @return its description from now on: the same file, with the time of its expiry
     * @throws dev.errand.InvalidInputException if the description has a file name that no store would take
     * @throws ArtifactException if it was deleted, which it then {@linkplain ArtifactException#isGone() says}, or nothing can be
     *     changed now
     */
    Artifact renew(Artifact artifact);

    /**
     * Deletes a file, if it is still there.
     *
     * @param artifact its description
     * @throws ArtifactException if it cannot be deleted
     */
    void delete(Artifact artifact);

    /**
     * Deletes the files that have expired, and what a crash has left half-written. Called now and then, on every machine
     * that has the store.
     *
     * @param now the time
     * @return how many files were deleted
     * @throws ArtifactException if the store cannot be searched
     */
    @CanIgnoreReturnValue
    int sweep(Instant now);

    /** Lets go of what the store holds open. Called by the engine when it has shut down. */
    @Override
    void close();
}
