package dev.errand.mail.template;

import static java.util.stream.Collectors.joining;

import dev.errand.InvalidInputException;
import java.io.IOException;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.htmlunit.cssparser.dom.AbstractCSSRuleImpl;
import org.htmlunit.cssparser.dom.CSSImportRuleImpl;
import org.htmlunit.cssparser.dom.CSSStyleRuleImpl;
import org.htmlunit.cssparser.dom.Property;
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
 * @param imports those that must stand before all others, as text
 * @param rest the others, as text
 */
record StyleSheet(List<Rule> rules, List<String> imports, List<String> rest) {

    private static final Pattern COLOUR = Pattern.compile("rgb\\((\\d{1,3}), (\\d{1,3}), (\\d{1,3})\\)");

    private static final Pattern ADDED = Pattern.compile("(?<![^ >+~(])\\*(?=[.#\\[:])");

    /** For which elements, and what; and both as they are written. */
    record Rule(Evaluator selector, SelectorSpecificity specificity, List<Declaration> declarations, String text) {}

    /** A property, and what it is to be: the last of these values that a mail program knows. */
    record Declaration(String name, List<String> values, boolean isImportant) {

        static Declaration of(Property property) {
            return new Declaration(
                    property.getName(), List.of(hexadecimal(property.getValue().getCssText())), property.isImportant());
        }

        Declaration butIfKnown(Declaration later) {
            return new Declaration(
                    name, Stream.concat(values.stream(), later.values.stream()).toList(), isImportant);
        }

        @Override
        public String toString() {
            return values.stream()
                    .map(value -> name + ": " + value + (isImportant ? " !important" : ""))
                    .collect(joining("; "));
        }
    }

    /** Each by itself, so that none ends within another. What is malformed is left out (CSS Syntax Level 3, section 2.2). */
    static StyleSheet read(List<String> texts) {
        List<Rule> rules = new ArrayList<>();
        List<String> imports = new ArrayList<>();
        List<String> rest = new ArrayList<>();
        for (AbstractCSSRuleImpl rule :
                texts.stream().flatMap(text -> parsed(text).stream()).toList()) {
            if (rule instanceof CSSStyleRuleImpl style) {
                add(style, rules, rest);
            } else {
                (rule instanceof CSSImportRuleImpl ? imports : rest).add(rule.getCssText());
            }
        }
        rules.sort(Comparator.comparing(Rule::specificity));
        return new StyleSheet(List.copyOf(rules), List.copyOf(imports), List.copyOf(rest));
    }

    private static List<AbstractCSSRuleImpl> parsed(String text) {
        CSSOMParser parser = new CSSOMParser();
        parser.setErrorHandler(new Lenient());
        try {
            return parser.parseStyleSheet(new InputSource(new StringReader(text)), null)
                    .getCssRules()
                    .getRules();
        } catch (IOException | RuntimeException unreadable) {
            throw new InvalidInputException("styles of a page", text, "be CSS", unreadable);
        }
    }

    private static void add(CSSStyleRuleImpl style, List<Rule> rules, List<String> rest) {
        List<Declaration> declarations = declarations(style);
        for (Selector selector : style.getSelectors()) {
            String text = text(selector)
                    + declarations.stream().map(Declaration::toString).collect(joining("; ", " { ", " }"));
            evaluator(selector)
                    .ifPresentOrElse(
                            known -> rules.add(new Rule(known, selector.getSelectorSpecificity(), declarations, text)),
                            () -> rest.add(text));
        }
    }

    /** One for each property, with what is written before for programs that do not know the rest; where the last one is. */
    private static List<Declaration> declarations(CSSStyleRuleImpl style) {
        Map<String, Declaration> all = new LinkedHashMap<>();
        for (Property property : style.getStyle().getProperties()) {
            Declaration later = Declaration.of(property);
            Declaration before = all.remove(later.name() + later.isImportant());
            all.put(later.name() + later.isImportant(), before == null ? later : before.butIfKnown(later));
        }
        return List.copyOf(all.values());
    }

    /** Without the asterisks that the library adds, which not all mail programs know. */
    private static String text(Selector selector) {
        String text = selector.toString();
        return text.contains("\"") ? text : ADDED.matcher(text).replaceAll("");
    }

    /** Colours in the form that all mail programs know, whatever the library makes of it. */
    private static String hexadecimal(String value) {
        return COLOUR.matcher(value)
                .replaceAll(colour -> String.format(
                        "#%02x%02x%02x", octet(colour.group(1)), octet(colour.group(2)), octet(colour.group(3))));
    }

    private static int octet(String number) {
        return Math.min(255, Integer.parseInt(number));
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
