package dev.errand.mail;

import java.net.IDN;
import java.util.Locale;

/** Addresses in the form in which the same one looks the same: the domain in lower case, as A-labels (RFC 5890, section 2.3.2.1). */
final class Mailboxes {

    private Mailboxes() {}

    /** The part before the {@code @} stays as it is: only its own server knows what it means (RFC 5321, section 2.4). */
    static String normal(String address) {
        String bare = address.strip();
        int at = bare.lastIndexOf('@');
        if (at < 0) {
            return bare;
        }
        String domain = bare.substring(at + 1);
        String normal = normalDomain(domain);
        return normal.equals(domain) ? bare : bare.substring(0, at + 1) + normal;
    }

    /** Of an address that may not be one: whatever is behind its last {@code @}. */
    static String domainOf(String address) {
        return normalDomain(address.substring(address.lastIndexOf('@') + 1).strip());
    }

    static String normalDomain(String domain) {
        String lower = domain.toLowerCase(Locale.ROOT);
        if (isAscii(lower)) {
            return lower;
        }
        try {
            return IDN.toASCII(domain).toLowerCase(Locale.ROOT);
        } catch (IllegalArgumentException none) {
            return lower; // its sender says what is wrong with it
        }
    }

    private static boolean isAscii(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) >= 0x80) {
                return false;
            }
        }
        return true;
    }
}
