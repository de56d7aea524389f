package dev.errand.mail.html;

import java.util.ArrayList;
import java.util.Collection;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Attribute;
import org.jsoup.nodes.Comment;
import org.jsoup.nodes.DataNode;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.jsoup.nodes.Node;
import org.jsoup.nodes.Range;
import org.jsoup.parser.Parser;

/**
 * Where a page shows files of its own message, by {@code cid:} URLs (RFC 2392): in attributes, in styles, and in what is there for
 * some mail programs only ({@code <!--[if mso]>}). What is text of the page is none.
 */
public final class PictureLinks {

    private static final String QUOTE = "&(?:quot|apos|#0*3[49]|#[xX]0*2[27]);";
    private static final Pattern URL = Pattern.compile("^\\s*cid:(\\S+)");
    private static final Pattern IN_STYLE =
            Pattern.compile("(?:^|[\"'(]|" + QUOTE + ")\\s*cid:([^\"')\\s<>]+?)(?=[\"')\\s<>]|" + QUOTE + "|\\z)");

    private final String html;
    private final NavigableMap<Integer, Link> links = new TreeMap<>();

    private PictureLinks(String html) {
        this.html = html;
    }

    /**
     * One of them.
     *
     * @param id of the file
     * @param from where the URL begins in the page
     * @param to where it ends
     */
    public record Link(String id, int from, int to) {}

    /**
     * Finds all of them. Costs as much as to parse the page.
     *
     * @param html the page, or a part of one
     * @return those that are in it, in their order
     */
    public static Collection<Link> in(String html) {
        Document page = Jsoup.parse(html, "", Parser.htmlParser().setTrackPosition(true));
        PictureLinks found = new PictureLinks(html);
        page.traverse((node, depth) -> found.lookAt(node));
        return new ArrayList<>(found.links.values());
    }

    private void lookAt(Node node) {
        switch (node) {
            case Element element -> element.attributes().forEach(this::lookAt);
            case DataNode data
            when data.parentNode() instanceof Element style && style.nameIs("style") ->
                find(IN_STYLE, data.sourceRange());
            case Comment comment when comment.getData().startsWith("[if") -> find(IN_STYLE, comment.sourceRange());
            default -> {
                // nothing that shows pictures
            }
        }
    }

    private void lookAt(Attribute attribute) {
        find(
                attribute.getKey().equals("style") ? IN_STYLE : URL,
                attribute.sourceRange().valueRange());
    }

    private void find(Pattern pattern, Range place) {
        if (!place.isTracked()) {
            return;
        }
        int start = place.start().pos();
        Matcher matcher = pattern.matcher(html.substring(start, place.end().pos()));
        while (matcher.find()) {
            String id = Parser.unescapeEntities(matcher.group(1), true);
            int from = start + matcher.start(1) - "cid:".length();
            links.put(from, new Link(id, from, start + matcher.end(1)));
        }
    }
}
