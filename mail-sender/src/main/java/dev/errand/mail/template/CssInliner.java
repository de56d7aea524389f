package dev.errand.mail.template;

import dev.errand.InvalidInputException;
import dev.errand.mail.template.StyleSheet.Declaration;
import dev.errand.mail.template.StyleSheet.Rule;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.StringJoiner;
import java.util.concurrent.ConcurrentHashMap;
import org.jsoup.Jsoup;
import org.jsoup.nodes.DataNode;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;

/**
 * Moves styles to where all mail programs heed them: from the {@code <style>} elements of a page to the {@code style} of each
 * element, by the order of CSS (CSS Cascading Level 4, section 6: importance, then specificity, then order). What cannot stand
 * there stays in a {@code <style>}: media queries, which must be {@code !important} to win against the others, fonts, and
 * selectors such as {@code :hover}. Style sheets that are linked are left alone.
 *
 * <p>Needs {@code org.htmlunit:htmlunit-cssparser} on the path. A style sheet is read once, however many messages have it; to apply
 * it costs each message about as much as to parse its HTML. May be used from any thread.
 */
public final class CssInliner {

    private static final int LONGEST = 1 << 18;
    private static final int MOST_KEPT = 16;

    private final Map<String, StyleSheet> sheets = new ConcurrentHashMap<>();

    private CssInliner() {}

    /**
     * One that has read no style sheet yet.
     *
     * @return an inliner
     * @throws NoClassDefFoundError if the library that reads style sheets is not there
     */
    public static CssInliner create() {
        CssInliner inliner = new CssInliner();
        inliner.sheets.put("", StyleSheet.read("")); // fails now rather than for each recipient
        return inliner;
    }

    /**
     * Moves the styles of a page.
     *
     * @param html the page, or a part of one
     * @return the whole page, with {@code <html>} and {@code <head>}; the same text if there is no {@code <style>} in it
     * @throws InvalidInputException if its styles have more than 262,144 characters, or are none
     */
    public String inline(String html) {
        if (!html.contains("<style")) {
            return html;
        }
        Document page = Jsoup.parse(html);
        page.outputSettings().prettyPrint(false);
        StyleSheet sheet = sheet(takenFrom(page));
        apply(sheet, page);
        if (!sheet.rest().isEmpty()) {
            page.head().appendElement("style").appendChild(new DataNode(sheet.rest()));
        }
        return page.outerHtml();
    }

    private static String takenFrom(Document page) {
        StringBuilder styles = new StringBuilder();
        for (Element style : page.select("style")) {
            if (isForAll(style)) {
                styles.append(style.data()).append('\n');
                style.remove();
            }
        }
        return styles.toString();
    }

    /** With another {@code media}, it is a media query as a whole. */
    private static boolean isForAll(Element style) {
        String media = style.attr("media").strip();
        return media.isEmpty() || media.equalsIgnoreCase("all") || media.equalsIgnoreCase("screen");
    }

    private StyleSheet sheet(String text) {
        if (text.length() > LONGEST) {
            throw new InvalidInputException(
                    "length of the styles of a page", text.length(), "be at most " + LONGEST + " characters");
        }
        StyleSheet known = sheets.get(text);
        if (known != null) {
            return known;
        }
        StyleSheet read = StyleSheet.read(text);
        if (sheets.size() < MOST_KEPT) { // styles that are made for each recipient are not kept for ever
            sheets.put(text, read);
        }
        return read;
    }

    private static void apply(StyleSheet sheet, Document page) {
        IdentityHashMap<Element, Map<String, Declaration>> styles = new IdentityHashMap<>();
        for (Rule rule : sheet.rules()) {
            for (Element element : page.select(rule.selector())) {
                if (element.closest("head") == null) {
                    Map<String, Declaration> style = styles.computeIfAbsent(element, none -> new LinkedHashMap<>());
                    rule.declarations().forEach(declaration -> put(declaration, style));
                }
            }
        }
        styles.forEach(CssInliner::write);
    }

    /** The later one goes before the others, unless one of them is important; it stands behind what it may be a part of. */
    private static void put(Declaration later, Map<String, Declaration> style) {
        Declaration before = style.get(later.name());
        if (before == null || later.isImportant() || !before.isImportant()) {
            style.remove(later.name());
            style.put(later.name(), later);
        }
    }

    /** What the element has of its own comes last, and so goes before what is not important. */
    private static void write(Element element, Map<String, Declaration> style) {
        StringJoiner text = new StringJoiner("; ");
        style.values().forEach(declaration -> text.add(declaration.toString()));
        String own = element.attr("style").strip();
        if (!own.isEmpty()) {
            text.add(own);
        }
        element.attr("style", text.toString());
    }
}
