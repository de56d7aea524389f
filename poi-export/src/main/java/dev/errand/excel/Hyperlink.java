package dev.errand.excel;

import dev.errand.InvalidInputException;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/**
 * A value that is shown as a link, blue and underlined, and leads to an address when it is clicked.
 *
 * <p>A sheet holds 65,530 links. In the rows after them the texts stay, and are no links any more.
 *
 * @param target where it leads: an absolute address such as {@code https://example.org/claims/1} or
 *     {@code mailto:claims@example.org}, with at most 2,079 characters as ASCII
 * @param text what the cell shows
 */
public record Hyperlink(URI target, String text) {

    private static final int LONGEST = 2_079;

    /** Addresses often come from data, and programs run what some others name: scripts, macros, installers. */
    private static final Set<String> SCHEMES =
            Set.of("http", "https", "mailto", "tel", "sms", "sip", "ftp", "sftp", "file");

    /**
     * Checks the address.
     *
     * @throws InvalidInputException if it is not absolute, too long, or begins with anything but http, https, mailto, tel, sms,
     *     sip, ftp, sftp or file
     */
    public Hyperlink {
        String address = target.toASCIIString();
        if (!target.isAbsolute() || address.length() > LONGEST) {
            throw new InvalidInputException(
                    "hyperlink",
                    address,
                    "be absolute, such as https://example.org, and have at most " + LONGEST + " characters");
        }
        if (!SCHEMES.contains(target.getScheme().toLowerCase(Locale.ROOT))) {
            throw new InvalidInputException("hyperlink", address, "begin with one of " + new TreeSet<>(SCHEMES));
        }
    }

    /**
     * A link that shows its address.
     *
     * @param address where it leads
     * @return that link
     * @throws InvalidInputException if it cannot be an address, or as the constructor
     */
    public static Hyperlink to(String address) {
        return to(address, address);
    }

    /**
     * A link.
     *
     * @param address where it leads
     * @param text what the cell shows
     * @return that link
     * @throws InvalidInputException if it cannot be an address, or as the constructor
     */
    public static Hyperlink to(String address, String text) {
        try {
            return new Hyperlink(new URI(address), text);
        } catch (URISyntaxException e) {
            throw new InvalidInputException("hyperlink", address, "be a valid address (RFC 3986)", e);
        }
    }

    /** What the cell shows. */
    @Override
    public String toString() {
        return text;
    }
}
