package dev.errand.artifact;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;

/**
 * What time it is where the files are. All who share a directory see the same clock there, while their own may be hours
 * apart.
 *
 * <p>It is read from something that was made just now. That is coarse, by two seconds on some systems, so a clock that
 * is less than a minute off counts as right.
 */
final class DirectoryClock {

    private static final Duration AGREED = Duration.ofMinutes(1);

    private DirectoryClock() {}

    /**
     * How far the directory's clock is ahead.
     *
     * @param made what was made just now
     * @param own the time by this machine's clock
     * @return negative if it is behind, zero if the two agree
     */
    static Duration ahead(Path made, Instant own) throws IOException {
        Instant there = Files.getLastModifiedTime(made, NOFOLLOW_LINKS).toInstant();
        Duration ahead = Duration.between(own, there);
        return ahead.abs().compareTo(AGREED) < 0 ? Duration.ZERO : ahead;
    }
}
