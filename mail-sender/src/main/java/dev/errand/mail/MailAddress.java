package dev.errand.mail;

import static java.nio.charset.StandardCharsets.UTF_8;

import jakarta.mail.internet.AddressException;
import jakarta.mail.internet.InternetAddress;
import java.net.IDN;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One mailbox, with the name of whom it belongs to.
 *
 * <p>The domain may be an international one and is kept in its ASCII form. The part before the {@code @} may have other
 * characters than those of ASCII, as it is: a server must offer SMTPUTF8 for that (RFC 6531), or the message is refused before
 * anything is said to it.
 *
 * @param email such as {@code ana@example.org}; no longer than 254 bytes of UTF-8, 64 of them before the {@code @}
 * @param name such as {@code Žofie Nováková}; empty for none
 */
public record MailAddress(String email, String name) {

    private static final int LONGEST_LOCAL_PART = 64;
    private static final int LONGEST_NAME = 200;

    /** RFC 5322, section 3.2.3. */
    private static final String SPECIALS = "()<>[]:;@\\,.\"";

    /** Sharp s, final sigma and the joiners: another domain by IDNA 2003 than by IDNA 2008 (UTS 46, section 4). */
    private static final String DEVIATIONS = "\u00df\u03c2\u200c\u200d";

    private static final Pattern QUOTED = Pattern.compile("\"(?:[^\"\\\\]|\\\\.)*\"");

    private static final int LONGEST_EMAIL = 254;

    /**
     * Checks both parts (RFC 5321, sections 4.1.2 and 4.5.3.1).
     *
     * @throws InvalidMailException if the address is malformed or too long, or the name is too long or has control
     *     characters
     */
    public MailAddress {
        email = checked("address", email);
        Headers.requireValue("name", name);
        if (name.length() > LONGEST_NAME) {
            throw new InvalidMailException("name", name, "have at most " + LONGEST_NAME + " characters");
        }
    }

    /**
     * A mailbox without a name.
     *
     * @param email such as {@code ana@example.org}
     * @return that address
     * @throws InvalidMailException if it is malformed or too long
     */
    public static MailAddress of(String email) {
        return new MailAddress(email, "");
    }

    /**
     * Reads an address in either form.
     *
     * @param field what the address is for, to be named if it is refused
     * @param text {@code ana@example.org} or {@code Ana <ana@example.org>}
     * @return that address
     * @throws InvalidMailException if it is malformed, or more than one
     */
    public static MailAddress parse(String field, String text) {
        Headers.requireValue(field, text);
        try {
            InternetAddress[] addresses = InternetAddress.parse(text, true);
            if (addresses.length == 1 && !addresses[0].isGroup()) {
                String email = checked(field, nonNull(addresses[0].getAddress()));
                return new MailAddress(email, nonNull(addresses[0].getPersonal()));
            }
        } catch (AddressException e) {
            throw new InvalidMailException(field, text, "be an address: " + e.getMessage());
        }
        throw new InvalidMailException(field, text, "be one address");
    }

    /**
     * Whether a server must offer SMTPUTF8 to get mail for it (RFC 6531), or from it.
     *
     * @return true if there is a character before the {@code @} that is not ASCII
     */
    public boolean needsSmtpUtf8() {
        return !email.chars().allMatch(c -> c < 0x80);
    }

    /**
     * An address in the form in which the same one looks the same: the domain in lower case and as A-labels ({@code xn--…}, RFC
     * 5890, section 2.3.2.1), what is before the {@code @} as it stands, since only its own server knows what that means (RFC
     * 5321, section 2.4). {@link SuppressionList suppression lists} are asked in this form.
     *
     * @param email an address, or a text that is none; it is not checked
     * @return the address in that form
     */
    public static String normalized(String email) {
        return Mailboxes.normal(email);
    }

    private static String nonNull(@Nullable String text) {
        return text == null ? "" : text;
    }

    private static String checked(String field, String email) {
        Headers.requireValue(field, email);
        if (email.indexOf(',') >= 0 || email.indexOf(';') >= 0) {
            throw new InvalidMailException(field, email, "be one address");
        }
        if (email.chars().anyMatch(Character::isWhitespace)) {
            throw new InvalidMailException(field, email, "have no blanks");
        }
        int at = email.lastIndexOf('@');
        if (at < 1 || at == email.length() - 1) {
            throw new InvalidMailException(field, email, "have a name, an @ and a domain");
        }
        String ascii = email.substring(0, at + 1) + asciiDomain(field, email, email.substring(at + 1));
        int local = email.substring(0, at).getBytes(UTF_8).length;
        if (local > LONGEST_LOCAL_PART || local + ascii.length() - at > LONGEST_EMAIL) {
            throw new InvalidMailException(field, email, "have at most 64 characters before the @, and 254 in all");
        }
        if (!ascii.codePoints().allMatch(MailAddress::isPrintable)) {
            throw new InvalidMailException(field, email, "have only printable characters before the @");
        }
        requireBare(field, email, ascii);
        return ascii;
    }

    /** Nothing but the address, as it stands in a command: no comment, no route, no quoting but in quotes (RFC 5321, section 4.1.2). */
    private static void requireBare(String field, String email, String ascii) {
        try {
            InternetAddress read = new InternetAddress(ascii, true);
            read.validate();
            boolean isAllOfIt = ascii.equals(read.getAddress()) && !ascii.startsWith("@");
            if (!isAllOfIt || QUOTED.matcher(ascii).replaceAll("").indexOf('\\') >= 0) {
                throw new InvalidMailException(
                        field, email, "be an address alone, without comments, routes, or backslashes outside quotes");
            }
        } catch (AddressException e) {
            throw new InvalidMailException(field, email, "be an address: " + e.getMessage());
        }
    }

    /** Nothing that cannot be seen: two addresses must not look the same. */
    private static boolean isPrintable(int codePoint) {
        return switch (Character.getType(codePoint)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED,
                    Character.SPACE_SEPARATOR,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> false;
            default -> true;
        };
    }

    private static String asciiDomain(String field, String email, String domain) {
        if (domain.codePoints().anyMatch(c -> DEVIATIONS.indexOf(c) >= 0)) {
            throw new InvalidMailException(
                    field, email, "have its domain in ASCII (xn--…), since programs disagree on what it stands for");
        }
        try {
            return IDN.toASCII(domain, IDN.USE_STD3_ASCII_RULES);
        } catch (IllegalArgumentException e) {
            throw new InvalidMailException(field, email, "have a domain of letters, digits and dashes");
        }
    }

    /** As it stands in a header, before it is encoded; {@link #parse} reads it. */
    @Override
    public String toString() {
        if (name.isEmpty()) {
            return email;
        }
        boolean plain = name.chars().noneMatch(c -> SPECIALS.indexOf(c) >= 0);
        String quoted = plain ? name : '"' + name.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
        return quoted + " <" + email + ">";
    }
}
