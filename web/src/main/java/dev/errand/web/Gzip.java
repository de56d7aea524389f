package dev.errand.web;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.Locale;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;

/** The content coding of RFC 1952, and who wants it, as in RFC 9110, section 12.5.3. */
final class Gzip {

    private Gzip() {}

    /** Whether the caller takes it. The star is not looked at: no browser says so little. */
    static boolean isAccepted(HttpFields headers) {
        return headers.joined("Accept-Encoding").stream()
                .flatMap(codings -> Arrays.stream(codings.split(",", -1)))
                .map(coding -> coding.replaceAll("\\s", "").toLowerCase(Locale.ROOT))
                .anyMatch(coding ->
                        coding.equals("gzip") || (coding.startsWith("gzip;q=") && !coding.matches(".*;q=0(\\.0*)?")));
    }

    /** Whether such a content becomes smaller: text does, and pictures and fonts are compressed already. */
    static boolean isWorthwhileFor(String mediaType) {
        return mediaType.startsWith("text/")
                || mediaType.startsWith("application/json")
                || mediaType.startsWith("image/svg");
    }

    /** As small as it gets, since it is done once. */
    static byte[] compress(byte[] content) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (OutputStream out = new Best(bytes)) {
            out.write(content);
        } catch (IOException e) {
            throw new UncheckedIOException("memory cannot be written", e);
        }
        return bytes.toByteArray();
    }

    private static final class Best extends GZIPOutputStream {

        Best(OutputStream out) throws IOException {
            super(out);
            def.setLevel(Deflater.BEST_COMPRESSION);
        }
    }
}
