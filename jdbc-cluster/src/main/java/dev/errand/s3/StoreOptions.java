package dev.errand.s3;

import dev.errand.InvalidInputException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.regex.Pattern;
import software.amazon.awssdk.services.s3.presigner.S3Presigner;

/**
 * What may be told to a store.
 *
 * @param prefix what all keys begin with
 * @param retention for how long files are kept
 * @param clock tells when a file begins to be kept
 * @param presigner signs links, if there shall be any
 * @param largestCopy how many bytes the server is asked to copy at once
 */
record StoreOptions(
        String prefix, Duration retention, InstantSource clock, Optional<S3Presigner> presigner, long largestCopy) {

    /** Amazon copies up to 5 GiB with one request; this much takes it seconds. */
    private static final long LARGEST_COPY = 512L * 1024 * 1024;

    private static final Duration LONGEST_RETENTION = Duration.ofDays(36_500);
    private static final int LONGEST_PREFIX = 500;
    private static final Pattern FOLDERS = Pattern.compile("([A-Za-z0-9!_'()-][A-Za-z0-9!_.'()-]*/)*");

    StoreOptions {
        if (prefix.length() > LONGEST_PREFIX || !FOLDERS.matcher(prefix).matches()) {
            throw new InvalidInputException(
                    "prefix",
                    prefix,
                    "be empty, or end with / and have at most " + LONGEST_PREFIX
                            + " characters: letters, digits and any of / ! - _ . ' ( )");
        }
        if (!retention.isPositive() || retention.compareTo(LONGEST_RETENTION) > 0) {
            throw new InvalidInputException(
                    "artifact retention",
                    retention,
                    "be more than zero, and at most " + LONGEST_RETENTION.toDays() + " days");
        }
    }

    static StoreOptions defaults() {
        return new StoreOptions("", Duration.ofDays(7), InstantSource.system(), Optional.empty(), LARGEST_COPY);
    }

    StoreOptions withPrefix(String folders) {
        return new StoreOptions(folders, retention, clock, presigner, largestCopy);
    }

    StoreOptions withRetention(Duration duration) {
        return new StoreOptions(prefix, duration, clock, presigner, largestCopy);
    }

    StoreOptions withClock(InstantSource source) {
        return new StoreOptions(prefix, retention, source, presigner, largestCopy);
    }

    StoreOptions withPresigner(S3Presigner signer) {
        return new StoreOptions(prefix, retention, clock, Optional.of(signer), largestCopy);
    }

    StoreOptions withLargestCopy(long bytes) {
        return new StoreOptions(prefix, retention, clock, presigner, bytes);
    }
}
