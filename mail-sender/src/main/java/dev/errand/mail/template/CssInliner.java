package dev.errand.mail.template;

import dev.errand.InvalidInputException;
import dev.errand.mail.template.StyleSheet.Declaration;
import dev.errand.mail.template.StyleSheet.Rule;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import org.jsoup.Jsoup;
import org.jsoup.nodes.DataNode;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.jsoup.select.Elements;

/**
 * Moves styles to where all mail programs heed them: from the {@code <style>} elements of a page to the {@code style} of each
 * element, by the order of CSS (CSS Cascading Level 4, section 6: importance, then specificity, then order). What cannot stand
 * there stays in a {@code <style>}: media queries, which must be {@code !important} to win against the others, fonts, selectors
 * such as {@code :hover}, and those of no element of the page, which may be for what a mail program makes of it. Style sheets that
 * are linked are left alone, and so is a {@code <style>} with a backslash.
 *
 * <p>Needs {@code org.htmlunit:htmlunit-cssparser} on the path. A style sheet is read once, however many messages have it; to apply
 * it costs each message about as much as to parse its HTML. May be used from any thread.
 */
public final class CssInliner {

    private static final Pattern STYLE = Pattern.compile("<style", Pattern.CASE_INSENSITIVE);
    private static final int LONGEST = 1 << 18;
    private static final int MOST_KEPT = 16;

    private final Map<List<String>, StyleSheet> sheets = new ConcurrentHashMap<>();

    private CssInliner() {}

    /**
     * One that has read no style sheet yet.
     *
     * @return an inliner
     * @throws NoClassDefFoundError if the library that reads style sheets is not there
     */
    public static CssInliner create() {
        CssInliner inliner = new CssInliner();
        inliner.sheets.put(List.of(), StyleSheet.read(List.of(""))); // fails now rather than for each recipient
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
        if (!STYLE.matcher(html).find()) {
            return html;
        }
        Document page = Jsoup.parse(html);
        page.outputSettings().prettyPrint(false);
        StyleSheet sheet = sheet(takenFrom(page));
        List<String> rest = new ArrayList<>(sheet.imports());
        rest.addAll(apply(sheet, page)); // before media queries, which go before them
        rest.addAll(sheet.rest());
        if (!rest.isEmpty()) {
            String text = String.join("\n", rest).replace("</", "<\\/"); // whatever the library makes of it
            page.head().appendElement("style").appendChild(new DataNode(text));
        }
        return page.outerHtml();
    }

    /** But for those with escapes, which the library would undo. */
    private static List<String> takenFrom(Document page) {
        List<String> styles = new ArrayList<>();
        for (Element style : page.select("style")) {
            if (isForAll(style) && style.data().indexOf('\\') < 0) {
                styles.add(style.data());
                style.remove();
            }
        }
        return styles;
    }

    /** With another {@code media}, it is a media query as a whole. */
    private static boolean isForAll(Element style) {
        String media = style.attr("media").strip();
        return media.isEmpty() || media.equalsIgnoreCase("all") || media.equalsIgnoreCase("screen");
    }

    private StyleSheet sheet(List<String> texts) {
        int length = texts.stream().mapToInt(String::length).sum();
        if (length > LONGEST) {
            throw new InvalidInputException(
                    "length of the styles of a page", length, "be at most " + LONGEST + " characters");
        }
        StyleSheet known = sheets.get(texts);
        if (known != null) {
            return known;
        }
        StyleSheet read = StyleSheet.read(texts);
        if (sheets.size() < MOST_KEPT) { // styles that are made for each recipient are not kept for ever
            sheets.put(texts, read);
        }
        return read;
    }

    /** Returns the rules that are for no element of the page. */
    private static List<String> apply(StyleSheet sheet, Document page) {
        List<String> unused = new ArrayList<>();
        IdentityHashMap<Element, Map<String, Declaration>> styles = new IdentityHashMap<>();
        for (Rule rule : sheet.rules()) {
            Elements elements = page.select(rule.selector());
            if (elements.isEmpty()) {
                unused.add(rule.text());
            }
            for (Element element : elements) {
                if (element.closest("head") == null) {
                    Map<String, Declaration> style = styles.computeIfAbsent(element, none -> new LinkedHashMap<>());
                    rule.declarations().forEach(declaration -> put(declaration, style));
                }
            }
        }
        styles.forEach(CssInliner::write);
        return unused;
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
