package dev.errand.excel.file;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Set;

/** How the files of a {@link PartialFile} are called, by which those that nobody came back for are known. */
record PartialNames(Path file, Path state, Path nextState) {

    private static final String PREFIX = "errand-export-";
    private static final String ENDINGS = "*.{part,state,state-next}";
    private static final int BYTES_OF_HASH = 16;

    private static PartialNames named(Path directory, String name) {
        return new PartialNames(
                directory.resolve(name + ".part"),
                directory.resolve(name + ".state"),
                directory.resolve(name + ".state-next"));
    }

    /** A key may be anything, a name of a file may not. */
    static PartialNames of(Path directory, String key) {
        byte[] hash = Checksums.sha256(key.getBytes(UTF_8));
        return named(directory, PREFIX + HexFormat.of().formatHex(hash, 0, BYTES_OF_HASH));
    }

    /** Removes what nobody has written to for so long, and nobody has locked. What cannot be removed is not worth a failure. */
    static void sweep(Path directory, Duration keeping) {
        Instant limit = Instant.now().minus(keeping);
        try {
            Path real = directory.toRealPath();
            try (DirectoryStream<Path> files = Files.newDirectoryStream(real, PREFIX + ENDINGS)) {
                for (Path file : files) {
                    sweep(real, file, limit);
                }
            }
        } catch (IOException | DirectoryIteratorException another) {
            return; // has swept it, or it is not there, which whoever writes will be told
        }
    }

    /** One that cannot be removed does not keep the others there. */
    private static void sweep(Path directory, Path file, Instant limit) {
        try {
            if (Files.getLastModifiedTime(file).toInstant().isBefore(limit)) {
                String name = file.getFileName().toString();
                named(directory, name.substring(0, name.lastIndexOf('.'))).deleteUnlessLocked();
            }
        } catch (IOException gone) {
            return; // or not ours
        }
    }

    /** A state is of no use without its file. */
    private void deleteUnlessLocked() throws IOException {
        if (!Files.exists(file)) {
            deleteStates();
            return;
        }
        Optional<LockedFile> opened = LockedFile.open(file, Set.of(StandardOpenOption.WRITE));
        if (opened.isPresent()) {
            try (LockedFile locked = opened.get()) {
                deleteStates();
                locked.delete();
            }
        }
    }

    void deleteStates() throws IOException {
        Files.deleteIfExists(state);
        Files.deleteIfExists(nextState);
    }
}
