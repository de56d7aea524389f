package dev.errand.mail;

import java.net.URI;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What stands in the headers by which receivers know mail to many, and let go of it. */
final class BulkHeaders {

    static final String UNSUBSCRIBE = "List-Unsubscribe";
    static final String UNSUBSCRIBE_POST = "List-Unsubscribe-Post";

    /** RFC 8058, section 3.1. */
    static final String ONE_CLICK = "List-Unsubscribe=One-Click";

    private static final int MOST_PARTS = 4;
    private static final Pattern PART = Pattern.compile("[!-~&&[^:]]{1,100}");

    private BulkHeaders() {}

    /** RFC 2369, section 3.2; RFC 8058, section 3.1, takes no other scheme than https for one click. */
    static String unsubscribe(@Nullable URI page) {
        if (page == null || !"https".equalsIgnoreCase(page.getScheme()) || page.getHost() == null) {
            throw new InvalidMailException("header " + UNSUBSCRIBE, page, "be an https: address with a host");
        }
        return "<" + page.toASCIIString() + ">";
    }

    static String feedbackId(List<String> parts) {
        for (String part : parts) {
            if (!PART.matcher(part).matches()) {
                throw new InvalidMailException(
                        "feedback id", part, "be 1 to 100 printable ASCII characters without blanks and colons");
            }
        }
        if (parts.size() > MOST_PARTS) {
            throw new InvalidMailException("feedback id", parts, "have at most " + MOST_PARTS + " parts");
        }
        return String.join(":", parts);
    }
}
