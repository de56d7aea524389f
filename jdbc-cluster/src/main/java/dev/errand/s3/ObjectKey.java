package dev.errand.s3;

import dev.errand.Artifact;
import dev.errand.artifact.FileNames;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What an object is called: {@code <prefix>20261129T120000Z/<id>/<file name>}.
 *
 * <p>The time of expiry comes first. A bucket lists its objects in the order of their keys, so those that have expired
 * are always at the beginning, and nothing else need be asked or remembered to know them.
 */
record ObjectKey(String prefix, Instant expiresAt, UUID id, String fileName) {

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);
    private static final Pattern REST =
            Pattern.compile("(\\d{8}T\\d{6}Z)/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/[^/]+");

    /** Where a file is, or was. */
    static ObjectKey of(String prefix, Artifact artifact) {
        FileNames.require(artifact.fileName());
        return new ObjectKey(prefix, artifact.expiresAt(), artifact.id(), artifact.fileName());
    }

    /** When what has this key expires; empty if the key is none of ours. */
    static Optional<Instant> expiryOf(String prefix, String key) {
        Matcher rest = REST.matcher(key);
        if (!key.startsWith(prefix)
                || !rest.region(prefix.length(), key.length()).matches()) {
            return Optional.empty();
        }
        try {
            return Optional.of(TIME.parse(rest.group(1), Instant::from));
        } catch (DateTimeException notATime) {
            return Optional.empty();
        }
    }

    /** Sorts after the keys of all that has expired by now, and before those of all that has not. */
    static String firstUnexpired(String prefix, Instant now) {
        return prefix + TIME.format(now.plusSeconds(1));
    }

    /** So that those who get at the object by other ways also see the name of the file. */
    String contentDisposition() {
        return FileNames.contentDisposition(fileName);
    }

    @Override
    public String toString() {
        return prefix + TIME.format(expiresAt) + "/" + id + "/" + fileName;
    }
}
