package dev.errand.mail.bounce;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.errand.InvalidInputException;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.internet.ContentType;
import jakarta.mail.internet.MimeBodyPart;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import jakarta.mail.internet.MimePart;
import jakarta.mail.internet.MimePartDataSource;
import jakarta.mail.internet.MimeUtility;
import jakarta.mail.internet.ParseException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/**
 * The parts of a mail that are for programs; of each kind the first. Jakarta Mail takes the mail apart. It looks for all parts of
 * a multipart at once, each of which costs it a tenth of a millisecond: so what stands between them is counted before.
 */
final class ReportParts {

    /** Of a mail, in bytes. */
    static final int LONGEST = 4 << 20;

    private static final int LONGEST_REPORT = 1 << 20;
    private static final int LONGEST_HEADER = 1 << 16;
    private static final int LONGEST_TYPE = 2_000;
    private static final int LONGEST_BOUNDARY = 200;
    private static final int MOST_PARTS = 100;
    private static final int MOST_MULTIPARTS = 10; // each costs a look through the whole mail
    private static final int DEEPEST = 5;

    private static final Session SESSION = Session.getInstance(new Properties()); // for the defaults only

    private enum Kind {
        /** RFC 3464, section 2.1; RFC 6533, section 5. */
        DELIVERY_STATUS,
        /** RFC 5965, section 3. */
        FEEDBACK,
        /** The message that is returned, or its header. */
        RETURNED
    }

    private final String raw;
    private final Map<Kind, String> found = new EnumMap<>(Kind.class);
    private int parts;
    private int multiparts;

    private ReportParts(String raw) {
        this.raw = raw;
    }

    static ReportParts of(byte[] bytes) {
        ReportParts all = new ReportParts(new String(bytes, ISO_8859_1));
        try {
            all.look(new MimeMessage(SESSION, new ByteArrayInputStream(bytes)), 0);
        } catch (MessagingException malformed) {
            throw malformed(malformed);
        } catch (IndexOutOfBoundsException blankFirst) { // a header that begins with a blank
            throw malformed(blankFirst);
        } catch (IOException undecodable) { // there is nothing else to read from here
            throw malformed(undecodable);
        }
        return all;
    }

    private static InvalidInputException malformed(Exception why) {
        return new InvalidInputException("returned mail", why.getMessage(), "be well-formed", why);
    }

    /** What the mail says of itself. */
    FieldBlock header() {
        String octets = raw.substring(0, Math.min(raw.length(), LONGEST_HEADER));
        return FieldBlock.first(new String(octets.getBytes(ISO_8859_1), UTF_8));
    }

    Optional<String> deliveryStatus() {
        return Optional.ofNullable(found.get(Kind.DELIVERY_STATUS));
    }

    Optional<String> feedback() {
        return Optional.ofNullable(found.get(Kind.FEEDBACK));
    }

    /** What the message that is returned says of itself. */
    FieldBlock returnedHeader() {
        return FieldBlock.first(Objects.requireNonNullElse(found.get(Kind.RETURNED), ""));
    }

    private void look(MimePart part, int depth) throws MessagingException, IOException {
        require("parts of a returned mail", ++parts, MOST_PARTS);
        ContentType type = typeOf(part);
        if (type == null) {
            return;
        }
        switch (type.getBaseType().toLowerCase(Locale.ROOT)) {
            case "message/delivery-status", "message/global-delivery-status" ->
                keep(Kind.DELIVERY_STATUS, part, LONGEST_REPORT);
            case "message/feedback-report" -> keep(Kind.FEEDBACK, part, LONGEST_REPORT);
            case "message/rfc822", "message/global", "text/rfc822-headers", "message/global-headers" ->
                keep(Kind.RETURNED, part, LONGEST_HEADER);
            default -> lookInside(part, type, depth);
        }
    }

    private void lookInside(MimePart part, ContentType type, int depth) throws MessagingException, IOException {
        String boundary = type.getParameter("boundary");
        if (!"multipart".equalsIgnoreCase(type.getPrimaryType()) || boundary == null) {
            return;
        }
        require("depth of parts within parts of a returned mail", depth + 1, DEEPEST);
        require("multiparts of a returned mail", ++multiparts, MOST_MULTIPARTS);
        require("length of a boundary", boundary.length(), LONGEST_BOUNDARY);
        require("parts of a returned mail", partsBetween("--" + boundary), MOST_PARTS);
        MimeMultipart inside = new MimeMultipart(new MimePartDataSource(part));
        for (int i = 0; i < inside.getCount(); i++) {
            look((MimeBodyPart) inside.getBodyPart(i), depth + 1);
        }
    }

    /** At least as many as Jakarta Mail would find: it looks for them where lines begin, and so does this, in linear time. */
    private int partsBetween(String boundary) {
        String octets = new String(boundary.getBytes(ISO_8859_1), ISO_8859_1);
        int count = 0;
        for (int at = 0; at < raw.length(); at++) {
            char end = raw.charAt(at);
            if ((end == '\n' || end == '\r') && raw.startsWith(octets, at + 1)) {
                count++;
            }
        }
        return count;
    }

    private static void require(String field, int value, int most) {
        if (value > most) {
            throw new InvalidInputException(field, value, "be at most " + most);
        }
    }

    /** Null if it has none that can be read: then it is none of those that are looked for. */
    private static @Nullable ContentType typeOf(MimePart part) throws MessagingException {
        String text = part.getHeader("Content-Type", null);
        if (text == null) {
            return null;
        }
        require("length of a content type", text.length(), LONGEST_TYPE);
        try {
            return new ContentType(text);
        } catch (ParseException unreadable) {
            return null;
        }
    }

    /** Jakarta Mail leaves messages within messages encoded, as RFC 2045 wanted it; RFC 6533, section 5, does not. */
    private void keep(Kind kind, MimePart part, int most) throws MessagingException, IOException {
        InputStream encoded =
                part instanceof MimeMessage mail ? mail.getRawInputStream() : ((MimeBodyPart) part).getRawInputStream();
        String encoding = Objects.requireNonNullElse(part.getEncoding(), "7bit");
        try (InputStream decoded = MimeUtility.decode(encoded, encoding)) {
            found.putIfAbsent(kind, new String(decoded.readNBytes(most), UTF_8));
        }
    }
}
