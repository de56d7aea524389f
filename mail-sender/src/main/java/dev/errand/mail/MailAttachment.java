package dev.errand.mail;

import static java.nio.charset.StandardCharsets.UTF_8;

import jakarta.mail.internet.ContentType;
import jakarta.mail.internet.ParseException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A file that goes with a message. Immutable: the content is copied.
 */
public final class MailAttachment {

    private static final int LONGEST_NAME = 255;
    private static final int LONGEST_MEDIA_TYPE = 255;
    private static final int BASE64_LINE = 76;
    private static final Pattern CONTENT_ID = Pattern.compile("[A-Za-z0-9._@-]{1,100}");

    private final String fileName;
    private final String mediaType;
    private final byte[] content;
    private final String contentId;
    private volatile byte @Nullable [] base64;

    /**
     * An attachment.
     *
     * @param fileName what it is called; up to 255 bytes in UTF-8, none of them a control character
     * @param mediaType such as {@code application/pdf}
     * @param content its bytes
     * @throws InvalidMailException if the name is blank, too long or has control characters, or the type is malformed,
     *     a message or a multipart
     */
    public MailAttachment(String fileName, String mediaType, byte[] content) {
        if (fileName.isBlank()) {
            throw new InvalidMailException("attachment name", fileName, "not be blank");
        }
        Headers.requireValue("attachment name", fileName);
        if (fileName.getBytes(UTF_8).length > LONGEST_NAME) {
            throw new InvalidMailException(
                    "attachment name", fileName, "have at most " + LONGEST_NAME + " bytes in UTF-8");
        }
        requireFileType(mediaType);
        this.fileName = fileName;
        this.mediaType = mediaType;
        this.content = content.clone();
        this.contentId = "";
    }

    private MailAttachment(MailAttachment file, String contentId) {
        this.fileName = file.fileName;
        this.mediaType = file.mediaType;
        this.content = file.content;
        this.contentId = contentId;
    }

    /**
     * The same file as a part of the HTML, such as a picture that {@code <img src="cid:logo">} shows (RFC 2387, RFC 2392).
     *
     * @param id by which the HTML refers to it: 1 to 100 of letters, digits and {@code . _ @ -}
     * @return a changed copy
     * @throws InvalidMailException if the id is malformed
     */
    public MailAttachment inline(String id) {
        if (!CONTENT_ID.matcher(id).matches()) {
            throw new InvalidMailException("content id", id, "be 1 to 100 letters, digits or any of . _ @ -");
        }
        return new MailAttachment(this, id);
    }

    /**
     * Messages and multiparts have a structure that a mail program would look into, and base64 would hide (RFC 2045,
     * section 6.4).
     */
    private static void requireFileType(String mediaType) {
        Headers.requireValue("attachment media type", mediaType);
        ContentType type;
        try {
            type = new ContentType(mediaType);
        } catch (ParseException e) {
            throw new InvalidMailException("attachment media type", mediaType, "be of the form type/subtype", e);
        }
        if (mediaType.length() > LONGEST_MEDIA_TYPE) {
            throw new InvalidMailException(
                    "attachment media type", mediaType, "have at most " + LONGEST_MEDIA_TYPE + " characters");
        }
        if (!mediaType.chars().allMatch(c -> c <= '~')) {
            throw new InvalidMailException("attachment media type", mediaType, "have only ASCII characters");
        }
        if (type.match("multipart/*") || type.match("message/*")) {
            throw new InvalidMailException(
                    "attachment media type", mediaType, "be that of a file, such as application/octet-stream");
        }
    }

    /**
     * What the file is called.
     *
     * @return its name
     */
    public String fileName() {
        return fileName;
    }

    /**
     * What the file is.
     *
     * @return its media type
     */
    public String mediaType() {
        return mediaType;
    }

    /**
     * By which the HTML refers to the file.
     *
     * @return its id; empty for a file that is not {@link #inline}
     */
    public Optional<String> contentId() {
        return contentId.isEmpty() ? Optional.empty() : Optional.of(contentId);
    }

    /** How many bytes it has in a message, without making them. */
    long encodedSize() {
        long characters = (content.length + 2L) / 3 * 4;
        return characters + Math.max(0, characters - 1) / BASE64_LINE * 2;
    }

    /**
     * What the file holds.
     *
     * @return a copy of its bytes
     */
    public byte[] content() {
        return content.clone();
    }

    /**
     * What the file holds, as it stands in a message: base64 in lines of 76 characters (RFC 2045, section 6.8). It is made when
     * it is asked for, and kept, so that it is made once for all who get this file.
     *
     * @return those lines, the last one without an end; read-only
     */
    public ByteBuffer base64() {
        byte[] known = base64;
        return ByteBuffer.wrap(known == null ? encode() : known).asReadOnlyBuffer();
    }

    /** Once, also if all connections begin with it at the same time. */
    private synchronized byte[] encode() {
        byte[] known = base64;
        if (known == null) {
            known = Base64.getMimeEncoder().encode(content);
            base64 = known;
        }
        return known;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof MailAttachment that
                && fileName.equals(that.fileName)
                && mediaType.equals(that.mediaType)
                && contentId.equals(that.contentId)
                && Arrays.equals(content, that.content);
    }

    @Override
    public int hashCode() {
        return 31 * fileName.hashCode() + Arrays.hashCode(content);
    }

    @Override
    public String toString() {
        return fileName + " (" + mediaType + ", " + content.length + " bytes"
                + (contentId.isEmpty() ? "" : ", cid:" + contentId) + ")";
    }
}
