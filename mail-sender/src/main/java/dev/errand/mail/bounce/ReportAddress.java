package dev.errand.mail.bounce;

import dev.errand.mail.MailAddress;
import jakarta.mail.internet.AddressException;
import jakarta.mail.internet.InternetAddress;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Addresses as reports have them, normalized. What can be none is left out. */
final class ReportAddress {

    private static final int LONGEST = 320;
    private static final int LONGEST_FIELD = 2_000;
    private static final Pattern FORM = Pattern.compile("[^\\s\\p{C}\\p{Z}<>]+@[^\\s\\p{C}\\p{Z}<>@]+");

    /** RFC 6533, section 3: a character as its number. */
    private static final Pattern EMBEDDED = Pattern.compile("\\\\x\\{([0-9A-Fa-f]{2,6})\\}");

    /** RFC 3461, section 4: a printable character as its number. */
    private static final Pattern XTEXT = Pattern.compile("\\+([2-7][0-9A-Fa-f])");

    private ReportAddress() {}

    /** Such as {@code rfc822; ana@example.org} or {@code utf-8; \x{17E}ofie@example.org} (RFC 3464, section 2.3.1). */
    static Optional<String> typed(String text) {
        int end = text.indexOf(';');
        String type = text.substring(0, Math.max(0, end)).strip().toLowerCase(Locale.ROOT);
        String address = text.substring(end + 1).strip();
        return checked(type.equals("utf-8") ? EMBEDDED.matcher(address).replaceAll(ReportAddress::character) : address);
    }

    private static String character(MatchResult number) {
        int codePoint = Integer.parseInt(number.group(1), 16);
        return Matcher.quoteReplacement(
                Character.isValidCodePoint(codePoint) ? Character.toString(codePoint) : number.group());
    }

    /** What it was before it was encoded as in {@code ORCPT}; the same if it was not. */
    static String decoded(String address) {
        return XTEXT.matcher(address)
                .replaceAll(code -> Matcher.quoteReplacement(Character.toString(Integer.parseInt(code.group(1), 16))));
    }

    /** With or without angle brackets. */
    static Optional<String> plain(String text) {
        return checked(text.strip());
    }

    private static Optional<String> checked(String bare) {
        String address = bare.startsWith("<") && bare.endsWith(">") ? bare.substring(1, bare.length() - 1) : bare;
        return address.length() <= LONGEST && FORM.matcher(address).matches()
                ? Optional.of(MailAddress.normalized(address))
                : Optional.empty();
    }

    /** The only one in a field (RFC 5322, section 3.4). */
    static Optional<String> inHeader(String field) {
        if (field.length() > LONGEST_FIELD) {
            return Optional.empty();
        }
        try {
            InternetAddress[] addresses = InternetAddress.parseHeader(field, false);
            return addresses.length == 1
                    ? Optional.ofNullable(addresses[0].getAddress()).flatMap(ReportAddress::plain)
                    : Optional.empty();
        } catch (AddressException none) {
            return Optional.empty();
        }
    }
}
