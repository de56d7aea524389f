package dev.errand.web;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The files of the user interface: scripts, styles and pages, the same for everybody, so that nobody need sign in for them.
 *
 * <p>They are listed in {@code index.txt} of their folder. A hash over all of them stands in the addresses that are handed out, as a
 * folder, so that what they import from each other has it too: under such an address they never change and may be kept for
 * a year. Without it they are asked for again each time, which costs little as long as they have not changed. Under an address of
 * another version, which a page has that was opened before the host was renewed, there is the file of this one.
 *
 * <p>To whoever takes gzip they are sent so, compressed once and as well as it can be.
 */
final class Assets {

    private static final int HASH_DIGITS = 16;
    private static final Pattern ANY_HASH = Pattern.compile("[0-9a-f]{" + HASH_DIGITS + "}/");
    private static final Map<String, String> MEDIA_TYPES = Map.of(
            "js", "text/javascript; charset=utf-8",
            "css", "text/css; charset=utf-8",
            "html", "text/html; charset=utf-8",
            "json", "application/json",
            "svg", "image/svg+xml",
            "png", "image/png",
            "woff2", "font/woff2",
            "txt", "text/plain; charset=utf-8");

    /** A page loads its own files only, and is shown in no other. */
    private static final String POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; "
            + "img-src 'self' data:; font-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'self'; "
            + "require-trusted-types-for 'script'; trusted-types 'none'";

    private static final String INDEX = "index.txt";

    private final String path;
    private final Map<String, byte[]> files;
    private final Map<String, byte[]> compressed = new ConcurrentHashMap<>();
    private final String hash;

    Assets(String path, Map<String, byte[]> files) {
        this.path = path;
        this.files = files;
        this.hash = hashOf(files);
    }

    boolean isFor(String asked) {
        return asked.startsWith(path + "/");
    }

    HttpReply reply(HttpCall call) {
        return reply(call, call.target().path().substring(path.length() + 1));
    }

    /** A file by its name, whatever the path. */
    HttpReply reply(HttpCall call, String asked) {
        if (!call.isSafe()) {
            throw Problem.of(ProblemKind.METHOD_NOT_ALLOWED)
                    .header("Allow", "GET, HEAD")
                    .toException();
        }
        Matcher folder = ANY_HASH.matcher(asked);
        String name = folder.lookingAt() ? asked.substring(folder.end()) : asked;
        byte[] content = files.get(name);
        if (content == null) {
            throw Problem.of(ProblemKind.NOT_FOUND).toException();
        }
        boolean lasting = asked.startsWith(hash + "/") || call.target().query().equals("v=" + hash);
        Map<String, String> headers = headersOf(name, lasting);
        if (Gzip.isWorthwhileFor(mediaTypeOf(name))) {
            headers.put("Vary", "Accept-Encoding");
            if (Gzip.isAccepted(call.headers())) {
                content = compressed.computeIfAbsent(name, one -> Gzip.compress(files.getOrDefault(one, new byte[0])));
                headers.put("Content-Encoding", "gzip");
                headers.put("ETag", tag("-gzip"));
            }
        }
        return reply(call, headers, content);
    }

    private static HttpReply reply(HttpCall call, Map<String, String> headers, byte[] content) {
        if (Etag.isKnown(call, headers.getOrDefault("ETag", ""))) {
            headers.remove("Content-Type");
            headers.remove("Content-Encoding");
            return new HttpReply(304, headers, new HttpReply.Nothing());
        }
        return new HttpReply(200, headers, new HttpReply.Content(new ByteArrayInputStream(content), content.length));
    }

    /** Where a file is, in such a way that it may be kept; without the host's prefix. */
    Optional<String> hrefOf(String name) {
        return files.containsKey(name) ? Optional.of(path + "/" + hash + "/" + name) : Optional.empty();
    }

    private String tag(String form) {
        return "\"" + hash + form + "\"";
    }

    private Map<String, String> headersOf(String name, boolean lasting) {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("Content-Type", mediaTypeOf(name));
        headers.put("ETag", tag(""));
        headers.put("Cache-Control", lasting ? "public, max-age=31536000, immutable" : "no-cache");
        headers.put("Referrer-Policy", "same-origin");
        headers.put("Content-Security-Policy", POLICY);
        return headers;
    }

    private static String mediaTypeOf(String name) {
        return MEDIA_TYPES.getOrDefault(name.substring(name.lastIndexOf('.') + 1), "application/octet-stream");
    }

    /** All that are listed in some folders, by their names. */
    static Map<String, byte[]> load(String... folders) {
        Map<String, byte[]> files = new TreeMap<>();
        for (String folder : folders) {
            new String(read(folder, INDEX), StandardCharsets.UTF_8)
                    .lines()
                    .filter(name -> !name.isBlank())
                    .forEach(name -> files.put(name, read(folder, name)));
        }
        return files;
    }

    private static byte[] read(String folder, String name) {
        try (InputStream in = Assets.class.getResourceAsStream(folder + "/" + name)) {
            return Objects.requireNonNull(in, name).readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException("the file " + name + " of the user interface cannot be read", e);
        }
    }

    private static String hashOf(Map<String, byte[]> files) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            files.forEach((name, content) -> {
                digest.update(name.getBytes(StandardCharsets.UTF_8));
                digest.update(content);
            });
            return HexFormat.of().formatHex(digest.digest()).substring(0, HASH_DIGITS);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java platform has SHA-256", impossible);
        }
    }
}
