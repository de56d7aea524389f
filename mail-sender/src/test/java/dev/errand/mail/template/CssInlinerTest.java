package dev.errand.mail.template;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.errand.InvalidInputException;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CssInlinerTest {

    private final CssInliner inliner = CssInliner.create();

    private Document inlined(String css, String body) {
        return Jsoup.parse(inliner.inline(
                "<html><head><title>T</title><style>" + css + "</style></head><body>" + body + "</body></html>"));
    }

    @Test
    void movesStylesToTheElements() {
        String page = "<!DOCTYPE html><html lang=\"cs\"><head><style>p { color: #333; margin: 0 } .big{font-size:20px}"
                + "</style></head><body><p class=\"big\">Ž & <b>a</b></p>\n<p>b</p></body></html>";

        assertThat(inliner.inline(page))
                .isEqualTo(
                        "<!doctype html><html lang=\"cs\"><head></head><body><p class=\"big\" style=\"color: #333333;"
                                + " margin: 0; font-size: 20px\">Ž &amp; <b>a</b></p>\n"
                                + "<p style=\"color: #333333; margin: 0\">b</p></body></html>");
    }

    /** CSS Cascading Level 4, section 6.1. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "p { color: red } p { color: blue }                 | color: blue",
                ".a { color: red } p { color: blue }                | color: red",
                "#i { color: red } .a { color: blue }               | color: red",
                "p.a { color: red } .a { color: blue }              | color: red",
                "p { color: red !important } #i { color: blue }     | color: red !important",
                "#i { color: red } p { color: blue !important }     | color: blue !important",
                "p { color: red !important; color: blue }           | color: red !important",
                "div > p { color: red } p { color: blue }           | color: red",
                "div, p { color: red }                              | color: red",
                "p { margin-top: 1px } p.a { margin: 2px }          | margin-top: 1px; margin: 2px",
                "p { margin: 2px } p.a { margin-top: 1px }          | margin: 2px; margin-top: 1px",
                "p { margin-top: 1px } p { margin: 2px; margin-top: 3px } | margin: 2px; margin-top: 3px",
                "p { color: rgb(300, 0, 51) }                       | color: #ff0033",
                "p { color: red; margin: 0; color: blue }           | margin: 0; color: red; color: blue",
                "p { color: red; color: blue } p.a { color: green } | color: green",
                "p { color: red } p.a { color: green; color: blue } | color: green; color: blue",
                "html p { color: red }                              | color: red",
                "p { mso-line-height-rule: exactly; color: red }    | mso-line-height-rule: exactly; color: red"
            })
    void goesByTheOrderOfCss(String css, String style) {
        Document page = inlined(css, "<div><p id=\"i\" class=\"a\">text</p></div>");

        assertThat(page.select("p").attr("style")).isEqualTo(style);
        assertThat(page.select("style")).isEmpty();
    }

    @Test
    void letsWhatAnElementHasOfItsOwnGoBeforeTheOthers() {
        assertThat(inlined("p { color: red; margin: 0 }", "<p style=\"color: blue\">text</p>")
                        .select("p")
                        .attr("style"))
                .isEqualTo("color: red; margin: 0; color: blue");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "@media (max-width: 600px) { p { color: red !important } }",
                "@font-face { font-family: X; src: url(https://example.org/x.woff) }",
                "a:hover { color: red }",
                "p::first-line { color: red }",
                "body.x p { color: red }",
                "#outlook a { padding: 0 }",
                ".ExternalClass { width: 100% }",
                "[data-ogsc] .x { color: red }"
            })
    void leavesWhatCannotStandAtAnElement(String css) {
        Document page = inlined("p { margin: 0 }" + css, "<p>text <a href=\"x\">link</a></p>");

        assertThat(page.select("p").attr("style")).isEqualTo("margin: 0");
        assertThat(page.select("a").attr("style")).isEmpty();
        assertThat(page.select("head > style")).hasSize(1);
        assertThat(page.select("style")
                        .getFirst()
                        .data()
                        .replaceAll("[\\s\"]", "")
                        .replace(";}", "}"))
                .isEqualTo(css.replaceAll("\\s", "").replace(";}", "}"));
    }

    @Test
    void leavesTheRestOfASelectorThatCanBeMovedInPart() {
        Document page = inlined("p, a:hover { color: red }", "<p>text</p>");

        assertThat(page.select("p").attr("style")).isEqualTo("color: red");
        assertThat(page.select("style").getFirst().data()).contains("a:hover").doesNotContain("p");
    }

    @Test
    void leavesTheRestBehindImportsAndBeforeMediaQueries() {
        String page = "<style>@media print { p { color: red } }</style>"
                + "<style>@import url(b.css); .x { color: red } p { margin: 0 }</style><p>a</p>";

        Document inlined = Jsoup.parse(inliner.inline(page));

        assertThat(inlined.select("p").attr("style")).isEqualTo("margin: 0");
        assertThat(inlined.select("style")).hasSize(1);
        assertThat(inlined.select("style").getFirst().data()).containsSubsequence("@import", "b.css", ".x", "@media");
    }

    /** The parser undoes escapes, and does not make them again. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                ".sm\\:w-full { width: 100% }",
                "a:hover { content: \"\\3c /style><script>alert(1)</script>\" }",
                "@media print { .sm\\:w-full { width: 100% } }"
            })
    void leavesStylesWithEscapesWhereTheyAre(String css) {
        Document page = inlined(css, "<style>p { margin: 0 }</style><p class=\"sm:w-full\">a</p>");

        assertThat(page.select("style")).hasSize(1);
        assertThat(page.select("style").getFirst().data()).isEqualTo(css);
        assertThat(page.select("script")).isEmpty();
        assertThat(page.select("p").attr("style")).isEqualTo("margin: 0");
    }

    @Test
    void leavesNothingThatWouldEndTheStyle() {
        Document page = inlined("a:hover { content: \"</b>\" }", "<p>a</p>");

        assertThat(page.select("style").getFirst().data()).contains("<\\/b>").doesNotContain("</");
    }

    @Test
    void readsEachStyleByItself() {
        String page = "<style>b { color: blue</style><style>p { margin: 0 }</style><p>a</p>";

        assertThat(Jsoup.parse(inliner.inline(page)).select("p").attr("style")).isEqualTo("margin: 0");
    }

    @Test
    void leavesStylesForOtherMedia() {
        String page = "<style media=\"print\">p { color: red }</style><style media=\"screen\">p { margin: 0"
                + " }</style><p>a</p>";

        Document inlined = Jsoup.parse(inliner.inline(page));

        assertThat(inlined.select("p").attr("style")).isEqualTo("margin: 0");
        assertThat(inlined.select("style")).hasSize(1).first().asString().contains("media=\"print\"");
    }

    @Test
    void keepsWhatIsForProgramsThatDoNotKnowTheRest() {
        Document page = inlined("p { background: #fff; background: linear-gradient(red, blue) }", "<p>a</p>");

        assertThat(page.select("p").attr("style")).startsWith("background: #ffffff; background: linear-gradient(");
    }

    @Test
    void findsStylesInCapitals() {
        assertThat(inliner.inline("<STYLE>p { margin: 0 }</STYLE><P>a</P>")).contains("<p style=\"margin: 0\">a</p>");
    }

    @Test
    void leavesTheHeadAlone() {
        assertThat(inlined("* { margin: 0 }", "<p>a</p>").select("title").attr("style"))
                .isEmpty();
    }

    @Test
    void leavesAPageWithoutStylesAsItIs() {
        String page = "<p>a<br>b &nbsp;<td>";

        assertThat(inliner.inline(page)).isSameAs(page);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"p { color: red", "} p { color: red }", "p { color: red } @@@ {{{", "<!-- p { color: red } -->"})
    void isAsLenientAsABrowser(String css) {
        assertThat(inliner.inline("<style>" + css + "</style><p>a</p>")).contains("<p");
    }

    @Test
    void refusesStylesThatAreTooLong() {
        assertThatExceptionOfType(InvalidInputException.class)
                .isThrownBy(() -> inliner.inline("<style>" + "p { color: red }".repeat(20_000) + "</style><p>a</p>"))
                .withMessage("length of the styles of a page is 320000, but must be at most 262144 characters");
    }
}
