package dev.errand.web;

import dev.errand.TaskSnapshot;
import java.util.Arrays;

/** Entity tags, as in RFC 9110, section 8.8.3. */
final class Etag {

    private Etag() {}

    static String of(TaskSnapshot task) {
        return "\"v" + task.version() + "\"";
    }

    /** Whether one of a list of tags, or a star, is this one; the weak comparison, as If-None-Match has it. */
    static boolean matchesWeakly(String list, String tag) {
        return Arrays.stream(list.split(",", -1))
                .map(String::strip)
                .map(given -> given.startsWith("W/") ? given.substring(2) : given)
                .anyMatch(given -> given.equals("*") || given.equals(tag));
    }

    /** The strong comparison, as If-Match has it. */
    static boolean matchesStrongly(String list, String tag) {
        return Arrays.stream(list.split(",", -1))
                .map(String::strip)
                .anyMatch(given -> given.equals("*") || given.equals(tag));
    }
}
