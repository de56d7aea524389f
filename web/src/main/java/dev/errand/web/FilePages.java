package dev.errand.web;

import dev.errand.Artifact;
import dev.errand.artifact.ArtifactException;
import dev.errand.artifact.ByteRange;
import dev.errand.artifact.FileNames;
import java.io.InputStream;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The files of tasks, in whole or in part. They are found by the ids that the store gave them, never by a name. */
final class FilePages {

    private static final Logger LOG = LoggerFactory.getLogger(FilePages.class);
    private static final Duration SOON = Duration.ofSeconds(1);

    private final WebParts parts;
    private final VisibleTasks tasks;
    private final FileLinks links;

    FilePages(WebParts parts, VisibleTasks tasks, FileLinks links) {
        this.parts = parts;
        this.tasks = tasks;
        this.links = links;
    }

    HttpReply file(Visit visit) {
        Found found = tasks.require(visit);
        Artifact file = fileIn(visit, found).orElseThrow(() -> missing(found));
        if (!file.expiresAt().isAfter(parts.time().instant())) {
            throw expired(visit, found).toException();
        }
        Optional<URI> link = links.linkTo(file);
        if (link.isPresent()) {
            if (!visit.call().method().equals("HEAD")) {
                count(found, file);
            }
            Map<String, String> headers = new LinkedHashMap<>();
            headers.put("Location", link.get().toString());
            headers.put("Cache-Control", "no-store");
            return new HttpReply(303, headers, new HttpReply.Nothing());
        }
        return content(visit, found, file);
    }

    /** The file that a call is about. */
    static Optional<Artifact> fileIn(Visit visit, Found found) {
        return found.task().artifacts().stream()
                .filter(one -> one.id().toString().equals(visit.variable("file")))
                .findFirst();
    }

    private HttpReply content(Visit visit, Found found, Artifact file) {
        Map<String, String> headers = headersOf(found, file);
        String tag = "\"" + file.sha256() + "\"";
        HttpFields asked = visit.call().headers();
        if (isAnother(asked, tag, headers.get("Last-Modified"))) {
            throw Problem.of(ProblemKind.STALE, "This is another file.").toException();
        }
        if (isKnown(asked, tag, headers.get("Last-Modified"))) {
            headers.remove("Content-Type");
            return new HttpReply(304, headers, new HttpReply.Nothing());
        }
        boolean same = asked.first("If-Range")
                .map(given -> given.strip().equals(tag) || given.strip().equals(headers.get("Last-Modified")))
                .orElse(true);
        boolean inPart = same && visit.call().method().equals("GET"); // RFC 9110, section 14.2: a HEAD has no range
        Optional<ByteRange> part =
                inPart ? asked.joined("Range").flatMap(range -> RangeHeader.in(range, file.size())) : Optional.empty();
        ByteRange range = part.orElseGet(() -> ByteRange.all(file));
        part.ifPresent(some -> headers.put(
                "Content-Range", "bytes " + some.from() + "-" + (some.from() + some.length() - 1) + "/" + file.size()));
        try {
            InputStream bytes = parts.engine().artifacts().open(file, range);
            boolean reachesTheEnd = range.from() + range.length() == file.size();
            HttpReply.Content content = new HttpReply.Content(
                    reachesTheEnd ? new WholeContent(bytes, range.length(), () -> count(found, file)) : bytes,
                    range.length());
            return new HttpReply(part.isPresent() ? 206 : 200, headers, content);
        } catch (ArtifactException e) {
            LOG.warn(
                    "File {} of task {} cannot be read", file.id(), found.task().id(), e);
            throw e.isGone() ? expired(visit, found).toException() : e;
        }
    }

    /** A date counts only where there is no tag (RFC 9110, sections 13.1.3 and 13.1.4). */
    private static boolean isAnother(HttpFields asked, String tag, @Nullable String lastModified) {
        return asked.joined("If-Match")
                .map(tags -> !Etag.matchesStrongly(tags, tag))
                .orElseGet(() -> asked.first("If-Unmodified-Since")
                        .filter(given -> isModifiedAfter(given, lastModified, false))
                        .isPresent());
    }

    private static boolean isKnown(HttpFields asked, String tag, @Nullable String lastModified) {
        return asked.joined("If-None-Match")
                .map(tags -> Etag.matchesWeakly(tags, tag))
                .orElseGet(() -> asked.first("If-Modified-Since")
                        .filter(given -> !isModifiedAfter(given, lastModified, true))
                        .isPresent());
    }

    /** What is no date is passed over, as RFC 9110 has it. */
    private static boolean isModifiedAfter(String date, @Nullable String lastModified, boolean ifUnknown) {
        try {
            return lastModified == null ? ifUnknown : instantOf(lastModified).isAfter(instantOf(date.strip()));
        } catch (DateTimeParseException noDate) {
            return ifUnknown;
        }
    }

    private static Instant instantOf(String date) {
        return DateTimeFormatter.RFC_1123_DATE_TIME.parse(date, Instant::from);
    }

    /** Whoever has got her file is not to be told that it could not be counted. */
    private static void count(Found found, Artifact file) {
        try {
            found.handle().countDownload(file);
        } catch (RuntimeException away) {
            LOG.warn(
                    "A download of file {} of task {} is not counted",
                    file.id(),
                    found.task().id(),
                    away);
        }
    }

    private static Map<String, String> headersOf(Found found, Artifact file) {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("Content-Type", file.mediaType());
        headers.put("Content-Disposition", FileNames.contentDisposition(file.fileName()));
        headers.put("ETag", "\"" + file.sha256() + "\"");
        found.task().status().endedAt().ifPresent(at -> headers.put("Last-Modified", dateOf(at)));
        headers.put("Accept-Ranges", "bytes");
        headers.put("Repr-Digest", "sha-256=:" + base64(file.sha256()) + ":");
        headers.put("Cache-Control", "private, no-cache");
        headers.put("Content-Security-Policy", "sandbox; default-src 'none'");
        return headers;
    }

    /** As in RFC 9110, section 5.6.7. */
    private static String dateOf(Instant instant) {
        return DateTimeFormatter.RFC_1123_DATE_TIME
                .format(instant.atOffset(ZoneOffset.UTC).withNano(0))
                .replaceFirst(", (\\d) ", ", 0$1 ");
    }

    private static String base64(String hexadecimal) {
        return Base64.getEncoder().encodeToString(HexFormat.of().parseHex(hexadecimal));
    }

    private static ProblemException missing(Found found) {
        return found.task().state().isFinal()
                ? Problem.of(ProblemKind.FILE_NOT_FOUND).toException()
                : Problem.of(ProblemKind.NOT_READY).retryAfter(SOON).toException();
    }

    /** With where to get another one. */
    static Problem expired(Visit visit, Found found) {
        return Problem.of(ProblemKind.FILE_EXPIRED)
                .member(
                        "again",
                        json -> json.writeString(visit.links().of(found.task().id(), "retry")));
    }
}
