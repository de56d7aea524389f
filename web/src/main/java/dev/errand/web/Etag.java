package dev.errand.web;

import dev.errand.TaskSnapshot;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Objects;
import java.util.stream.Stream;

/** Entity tags, as in RFC 9110, section 8.8.3. */
final class Etag {

    private Etag() {}

    static String of(TaskSnapshot task) {
        return "\"v" + task.version() + "\"";
    }

    /** A task as one caller sees it: what she may do stands in it. */
    static String of(TaskSnapshot task, Caller caller) {
        int sees = Objects.hash(
                caller.owner().tenant(),
                caller.owner().id(),
                caller.permissions().stream().map(Permission::name).sorted().toList());
        return versionOnly(of(task)) + "-" + HexFormat.of().toHexDigits(sees) + "\"";
    }

    private static String versionOnly(String tag) {
        return tag.substring(0, tag.length() - 1);
    }

    /** Whether the caller says that she has it already. */
    static boolean isKnown(HttpCall call, String tag) {
        return call.headers()
                .joined("If-None-Match")
                .filter(tags -> matchesWeakly(tags, tag))
                .isPresent();
    }

    /** Whether one of a list of tags, or a star, is this one; the weak comparison, as If-None-Match has it. */
    static boolean matchesWeakly(String list, String tag) {
        return tagsOf(list).map(Etag::withoutWeakness).anyMatch(given -> given.equals("*") || given.equals(tag));
    }

    /** The strong comparison, as If-Match has it for bytes. */
    static boolean matchesStrongly(String list, String tag) {
        return tagsOf(list).anyMatch(given -> given.equals("*") || given.equals(tag));
    }

    /**
     * Whether one of a list of tags, or a star, is of this version of a task, whatever else its reader was shown. It may be weak:
     * proxies make tags so when they compress, and a version is not of bytes.
     */
    static boolean areOfVersion(String list, TaskSnapshot task) {
        String tag = of(task);
        return tagsOf(list)
                .map(Etag::withoutWeakness)
                .anyMatch(given -> given.equals("*") || given.equals(tag) || given.startsWith(versionOnly(tag) + "-"));
    }

    private static Stream<String> tagsOf(String list) {
        return Arrays.stream(list.split(",", -1)).map(String::strip);
    }

    private static String withoutWeakness(String tag) {
        return tag.startsWith("W/") ? tag.substring(2) : tag;
    }
}
