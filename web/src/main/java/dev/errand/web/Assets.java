package dev.errand.web;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.regex.Pattern;

/**
 * The files of the user interface: scripts, styles and pages, the same for everybody, so that nobody need sign in for them.
 *
 * <p>One that is asked for by the hash of its content, as {@code tasks.js?v=…}, never changes and may be kept for a year;
 * any other is asked for again each time, which costs little as long as it has not changed.
 */
final class Assets {

    private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9_-]*(\\.[a-z0-9]+)+");
    private static final int HASH_DIGITS = 16;
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
            + "img-src 'self' data:; font-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'self'";

    private final String path;
    private final ConcurrentMap<String, Loaded> loaded = new ConcurrentHashMap<>();

    /** One file, in memory: there are few, and they are small. */
    private static final class Loaded {
        private final byte[] content;
        private final String hash;

        private Loaded(byte[] content) {
            this.content = content;
            this.hash = hashOf(content);
        }
    }

    Assets(String path) {
        this.path = path;
    }

    boolean isFor(String asked) {
        return asked.startsWith(path + "/");
    }

    HttpReply reply(HttpCall call) {
        if (!call.isSafe()) {
            throw Problem.of(ProblemKind.METHOD_NOT_ALLOWED)
                    .header("Allow", "GET, HEAD")
                    .toException();
        }
        String name = call.target().path().substring(path.length() + 1);
        Loaded file =
                find(name).orElseThrow(() -> Problem.of(ProblemKind.NOT_FOUND).toException());
        Map<String, String> headers = headersOf(name, file, call.target().query());
        boolean known = call.headers()
                .joined("If-None-Match")
                .filter(tags -> Etag.matchesWeakly(tags, "\"" + file.hash + "\""))
                .isPresent();
        if (known) {
            headers.remove("Content-Type");
            return new HttpReply(304, headers, new HttpReply.Nothing());
        }
        return new HttpReply(
                200, headers, new HttpReply.Content(new ByteArrayInputStream(file.content), file.content.length));
    }

    /** Where a file is, in such a way that it may be kept; without the host's prefix. */
    Optional<String> hrefOf(String name) {
        return find(name).map(file -> path + "/" + name + "?v=" + file.hash);
    }

    private static Map<String, String> headersOf(String name, Loaded file, String query) {
        String ending = name.substring(name.lastIndexOf('.') + 1);
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("Content-Type", MEDIA_TYPES.getOrDefault(ending, "application/octet-stream"));
        headers.put("ETag", "\"" + file.hash + "\"");
        headers.put(
                "Cache-Control", query.equals("v=" + file.hash) ? "public, max-age=31536000, immutable" : "no-cache");
        headers.put("Referrer-Policy", "same-origin");
        headers.put("Content-Security-Policy", POLICY);
        return headers;
    }

    private Optional<Loaded> find(String name) {
        Loaded known = loaded.get(name);
        if (known != null) {
            return Optional.of(known);
        }
        String ending = name.substring(name.lastIndexOf('.') + 1);
        if (!NAME.matcher(name).matches() || !MEDIA_TYPES.containsKey(ending)) {
            return Optional.empty();
        }
        try (InputStream in = Assets.class.getResourceAsStream("assets/" + name)) {
            if (in == null) {
                return Optional.empty();
            }
            Loaded file = new Loaded(in.readAllBytes());
            loaded.put(name, file);
            return Optional.of(file);
        } catch (IOException e) {
            throw Problem.of(ProblemKind.NOT_FOUND).toException();
        }
    }

    private static String hashOf(byte[] content) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(content);
            return HexFormat.of().formatHex(hash).substring(0, HASH_DIGITS);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java platform has SHA-256", impossible);
        }
    }
}
