package dev.errand.jdbc.parts;

import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

/**
 * A wall clock that is wrong, for child processes, and can be put while they run. Their monotonic clock, by which they wait
 * and measure, stays right.
 */
public final class Faketime {

    private final Path library;
    private final Path offset;

    private Faketime(Path library, Path offset) {
        this.library = library;
        this.offset = offset;
    }

    /**
     * A clock that is right until it is put.
     *
     * @param directory where it keeps by how much it is wrong
     */
    public static Faketime in(Path directory) throws IOException {
        Path library = DebianPackage.LIBFAKETIME.require();
        Faketime clock = new Faketime(library, Files.createTempFile(directory, "clock", ""));
        clock.put(Duration.ZERO);
        return clock;
    }

    /**
     * Puts it: from now on it differs from the real one by this.
     *
     * @param offset positive if the clock is ahead; of whole seconds
     */
    public void put(Duration offset) throws IOException {
        Path next = this.offset.resolveSibling(this.offset.getFileName() + ".next");
        Files.writeString(next, String.format("%+d", offset.toSeconds()));
        Files.move(next, this.offset, ATOMIC_MOVE);
    }

    /** What a process needs to be shown this clock. */
    Map<String, String> environment() {
        return Map.of(
                "LD_PRELOAD", library.toString(),
                "FAKETIME_TIMESTAMP_FILE", offset.toString(),
                "FAKETIME_NO_CACHE", "1",
                "FAKETIME_DONT_FAKE_MONOTONIC", "1",
                "DONT_FAKE_MONOTONIC", "1");
    }
}
