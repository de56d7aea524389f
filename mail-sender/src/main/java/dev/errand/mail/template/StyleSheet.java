package dev.errand.mail.template;

import dev.errand.InvalidInputException;
import java.io.IOException;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.StringJoiner;
import java.util.regex.Pattern;
import org.htmlunit.cssparser.dom.AbstractCSSRuleImpl;
import org.htmlunit.cssparser.dom.CSSStyleRuleImpl;
import org.htmlunit.cssparser.parser.CSSErrorHandler;
import org.htmlunit.cssparser.parser.CSSException;
import org.htmlunit.cssparser.parser.CSSOMParser;
import org.htmlunit.cssparser.parser.CSSParseException;
import org.htmlunit.cssparser.parser.InputSource;
import org.htmlunit.cssparser.parser.selector.Selector;
import org.htmlunit.cssparser.parser.selector.SelectorSpecificity;
import org.jsoup.select.Evaluator;
import org.jsoup.select.Selector.SelectorParseException;

/**
 * Styles that have been read.
 *
 * @param rules those that can be applied to elements, the weakest first
 * @param rest the others, as text
 */
record StyleSheet(List<Rule> rules, String rest) {

    private static final Pattern COLOUR = Pattern.compile("rgb\\((\\d{1,3}), (\\d{1,3}), (\\d{1,3})\\)");

    /** For which elements, and what. */
    record Rule(Evaluator selector, SelectorSpecificity specificity, List<Declaration> declarations) {}

    /** A property, and what it is to be. */
    record Declaration(String name, String value, boolean isImportant) {

        @Override
        public String toString() {
            return name + ": " + value + (isImportant ? " !important" : "");
        }
    }

    /** What is malformed is left out, as a browser does it (CSS Syntax Level 3, section 2.2). */
    static StyleSheet read(String text) {
        CSSOMParser parser = new CSSOMParser();
        parser.setErrorHandler(new Lenient());
        List<AbstractCSSRuleImpl> all;
        try {
            all = parser.parseStyleSheet(new InputSource(new StringReader(text)), null)
                    .getCssRules()
                    .getRules();
        } catch (IOException | RuntimeException unreadable) {
            throw new InvalidInputException("styles of a page", text, "be CSS", unreadable);
        }
        List<Rule> rules = new ArrayList<>();
        StringJoiner rest = new StringJoiner("\n");
        for (AbstractCSSRuleImpl rule : all) {
            if (rule instanceof CSSStyleRuleImpl style) {
                add(style, rules, rest);
            } else {
                rest.add(rule.getCssText());
            }
        }
        rules.sort(Comparator.comparing(Rule::specificity));
        return new StyleSheet(List.copyOf(rules), rest.toString());
    }

    private static void add(CSSStyleRuleImpl style, List<Rule> rules, StringJoiner rest) {
        List<Declaration> declarations = style.getStyle().getProperties().stream()
                .map(property -> new Declaration(
                        property.getName(), hexadecimal(property.getValue().getCssText()), property.isImportant()))
                .toList();
        for (Selector selector : style.getSelectors()) {
            evaluator(selector)
                    .ifPresentOrElse(
                            known -> rules.add(new Rule(known, selector.getSelectorSpecificity(), declarations)),
                            () -> rest.add(selector + " { " + style.getStyle().getCssText() + " }"));
        }
    }

    /** Colours in the form that all mail programs know, whatever the library makes of it. */
    private static String hexadecimal(String value) {
        return COLOUR.matcher(value)
                .replaceAll(colour -> String.format(
                        "#%02x%02x%02x",
                        Integer.parseInt(colour.group(1)),
                        Integer.parseInt(colour.group(2)),
                        Integer.parseInt(colour.group(3))));
    }

    /** Empty for what depends on the reader, or stands for a part of an element. */
    private static Optional<Evaluator> evaluator(Selector selector) {
        try {
            return Optional.of(org.jsoup.select.Selector.evaluatorOf(selector.toString()));
        } catch (SelectorParseException | IllegalArgumentException notOfAnElement) {
            return Optional.empty();
        }
    }

    /** Says nothing of what it leaves out. */
    private static final class Lenient implements CSSErrorHandler {

        @Override
        public void warning(CSSParseException problem) throws CSSException {}

        @Override
        public void error(CSSParseException problem) throws CSSException {}

        @Override
        public void fatalError(CSSParseException problem) throws CSSException {}
    }
}
