package dev.errand.excel.template;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** The tags of an XML text without a document type, in their order; no comments and nothing of the like. */
final class Tags {

    private Tags() {}

    static List<Tag> of(String xml) {
        List<Tag> tags = new ArrayList<>();
        int start = xml.indexOf('<');
        while (start >= 0) {
            int end = endOf(xml, start);
            if (isTag(xml, start)) {
                tags.add(new Tag(nameAt(xml, start), xml.substring(start, end), start));
            }
            start = xml.indexOf('<', end);
        }
        return tags;
    }

    static Optional<Tag> first(List<Tag> tags, Predicate<Tag> wanted) {
        return tags.stream().filter(wanted).findFirst();
    }

    private static boolean isTag(String xml, int start) {
        char c = start + 1 < xml.length() ? xml.charAt(start + 1) : '?';
        return c != '?' && c != '!';
    }

    private static int endOf(String xml, int start) {
        if (xml.startsWith("<!--", start)) {
            return after(xml, "-->", start);
        }
        if (xml.startsWith("<![CDATA[", start)) {
            return after(xml, "]]>", start);
        }
        if (xml.startsWith("<?", start)) {
            return after(xml, "?>", start);
        }
        char quote = 0;
        for (int i = start; i < xml.length(); i++) {
            char c = xml.charAt(i);
            if (quote != 0) {
                quote = c == quote ? 0 : quote;
            } else if (c == '"' || c == '\'') {
                quote = c;
            } else if (c == '>') {
                return i + 1;
            }
        }
        throw new InvalidTemplate(
                "XML", xml.substring(start, Math.min(xml.length(), start + 50)), "have an end to each tag");
    }

    private static int after(String xml, String end, int start) {
        int found = xml.indexOf(end, start);
        return found < 0 ? xml.length() : found + end.length();
    }

    private static String nameAt(String xml, int start) {
        int from = xml.charAt(start + 1) == '/' ? start + 2 : start + 1;
        int end = from;
        while (end < xml.length() && " \t\r\n/>".indexOf(xml.charAt(end)) < 0) {
            end++;
        }
        return xml.substring(from, end);
    }
}
