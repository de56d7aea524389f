package dev.errand.mail;

import java.util.regex.Pattern;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.jsoup.nodes.Node;
import org.jsoup.nodes.TextNode;
import org.jsoup.select.NodeVisitor;

/** The text alternative of a message that has only HTML: its words, its paragraphs, and where its links lead. */
final class HtmlText {

    private static final Pattern BLANKS_AT_BREAK = Pattern.compile("[ \\t]*\\n[ \\t]*");

    private HtmlText() {}

    static String of(String html) {
        Document document = Jsoup.parse(html);
        document.select("head, script, style").remove();
        Lines lines = new Lines();
        document.body().traverse(lines);
        return BLANKS_AT_BREAK.matcher(lines.text).replaceAll("\n").strip();
    }

    private static final class Lines implements NodeVisitor {

        private final StringBuilder text = new StringBuilder();

        @Override
        public void head(Node node, int depth) {
            switch (node) {
                case TextNode words -> text.append(words.text());
                case Element element when element.nameIs("br") -> text.append('\n');
                case Element element
                when element.nameIs("li") -> {
                    breakLine(1);
                    text.append("- ");
                }
                case Element element when element.nameIs("img") -> text.append(element.attr("alt"));
                case Element element when element.isBlock() -> breakLine(breaksAround(element));
                default -> {
                    // neither words nor a break
                }
            }
        }

        @Override
        public void tail(Node node, int depth) {
            switch (node) {
                case Element link when link.nameIs("a") -> appendTarget(link);
                case Element cell when cell.nameIs("td") || cell.nameIs("th") -> text.append(' ');
                case Element element when element.isBlock() -> breakLine(breaksAround(element));
                default -> {
                    // does not end a line
                }
            }
        }

        private void appendTarget(Element link) {
            String target = link.attr("href");
            if (!target.isEmpty() && !target.startsWith("#") && !link.text().contains(target)) {
                text.append(" <").append(target).append('>');
            }
        }

        /** Ends the line, and leaves empty ones, unless that has been done already. */
        private void breakLine(int breaks) {
            int there = 0;
            for (int i = text.length() - 1; i >= 0 && Character.isWhitespace(text.charAt(i)); i--) {
                there += text.charAt(i) == '\n' ? 1 : 0;
            }
            text.repeat('\n', Math.max(0, breaks - there));
        }

        private static int breaksAround(Element element) {
            return switch (element.normalName()) {
                case "p", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "table", "blockquote", "pre" -> 2;
                case "td", "th", "li" -> 0;
                default -> 1;
            };
        }
    }
}
