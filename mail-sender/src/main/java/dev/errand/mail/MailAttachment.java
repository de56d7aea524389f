package dev.errand.mail;

import java.util.Arrays;
import java.util.regex.Pattern;

/**
 * A file that goes with a message. Immutable: the content is copied.
 */
public final class MailAttachment {

    private static final Pattern MEDIA_TYPE =
            Pattern.compile("[A-Za-z0-9!#$&^_.+-]{1,100}/[A-Za-z0-9!#$&^_.+-]{1,100}(;[ -~]{1,100})?");

    private final String fileName;
    private final String mediaType;
    private final byte[] content;

    /**
     * An attachment.
     *
     * @param fileName what it is called; up to 998 characters, none of them a control character
     * @param mediaType such as {@code application/pdf}
     * @param content its bytes
     * @throws InvalidMailException if the name is blank or has control characters, or the type is malformed
     */
    public MailAttachment(String fileName, String mediaType, byte[] content) {
        if (fileName.isBlank()) {
            throw new InvalidMailException("attachment name", fileName, "not be blank");
        }
        Headers.requireValue("attachment name", fileName);
        if (!MEDIA_TYPE.matcher(mediaType).matches()) {
            throw new InvalidMailException("attachment media type", mediaType, "be of the form type/subtype");
        }
        this.fileName = fileName;
        this.mediaType = mediaType;
        this.content = content.clone();
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
     * What the file holds.
     *
     * @return a copy of its bytes
     */
    public byte[] content() {
        return content.clone();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof MailAttachment that
                && fileName.equals(that.fileName)
                && mediaType.equals(that.mediaType)
                && Arrays.equals(content, that.content);
    }

    @Override
    public int hashCode() {
        return 31 * fileName.hashCode() + Arrays.hashCode(content);
    }

    @Override
    public String toString() {
        return fileName + " (" + mediaType + ", " + content.length + " bytes)";
    }
}
