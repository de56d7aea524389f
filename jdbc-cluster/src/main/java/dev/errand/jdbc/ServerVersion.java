package dev.errand.jdbc;

import java.lang.module.ModuleDescriptor.Version;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A version of a server.
 *
 * @param product which server
 * @param number numbers with dots between
 */
record ServerVersion(String product, String number) {

    /** Some servers and proxies of MariaDB begin with a version that old clients could read. */
    private static final Pattern TOLD = Pattern.compile("(?:5\\.5\\.5-)?(\\d+(?:\\.\\d+)*).*");

    /** Whether what a server tells of itself is an older version; not if it is none that we can read. */
    boolean isNewerThan(String told) {
        Matcher numbers = TOLD.matcher(told);
        return numbers.matches() && Version.parse(number).compareTo(Version.parse(numbers.group(1))) > 0;
    }
}
