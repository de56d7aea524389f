package dev.errand.excel.template;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A tag of an XML text, and where it stands.
 *
 * @param name its name, with its prefix
 * @param text all of it
 * @param start where it begins
 */
record Tag(String name, String text, int start) {

    private static final Pattern ENTITY = Pattern.compile("&(?:#x([0-9a-fA-F]+)|#([0-9]+)|(lt|gt|amp|quot|apos));");

    int end() {
        return start + text.length();
    }

    boolean isClosing() {
        return text.startsWith("</");
    }

    /** Whether it is an element without content. */
    boolean isWhole() {
        return text.endsWith("/>");
    }

    boolean opens(String element) {
        return name.equals(element) && !isClosing();
    }

    boolean closes(String element) {
        return name.equals(element) && isClosing();
    }

    Optional<String> attribute(String attribute) {
        Matcher found = attributePattern(attribute).matcher(text);
        return found.find()
                ? Optional.of(decoded(text.substring(found.start(2) + 1, found.end(2) - 1)))
                : Optional.empty();
    }

    String required(String attribute) {
        return attribute(attribute)
                .orElseThrow(() -> new InvalidTemplate("tag", text, "have an attribute " + attribute));
    }

    /** The same tag, with another value of an attribute that it has. */
    String with(String attribute, String value) {
        Matcher found = attributePattern(attribute).matcher(text);
        return found.find()
                ? text.substring(0, found.start(2)) + '"' + value + '"' + text.substring(found.end(2))
                : text;
    }

    private static Pattern attributePattern(String attribute) {
        return Pattern.compile("\\s(" + Pattern.quote(attribute) + ")\\s*=\\s*(\"[^\"]*\"|'[^']*')");
    }

    /** A text of XML as it is meant. */
    static String decoded(String xml) {
        return ENTITY.matcher(xml)
                .replaceAll(match -> Matcher.quoteReplacement(meaning(match.group(1), match.group(2), match.group(3))));
    }

    private static String meaning(@Nullable String hexadecimal, @Nullable String decimal, @Nullable String name) {
        if (hexadecimal != null) {
            return Character.toString(Integer.parseInt(hexadecimal, 16));
        }
        if (decimal != null) {
            return Character.toString(Integer.parseInt(decimal));
        }
        return switch (String.valueOf(name)) {
            case "lt" -> "<";
            case "gt" -> ">";
            case "quot" -> "\"";
            case "apos" -> "'";
            default -> "&";
        };
    }
}
