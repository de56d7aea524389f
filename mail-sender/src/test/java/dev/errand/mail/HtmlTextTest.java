package dev.errand.mail;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class HtmlTextTest {

    @Test
    void keepsWordsParagraphsAndLinks() {
        String html = """
                <!DOCTYPE html><html><head><title>Not this</title><style>p{color:red}</style></head>
                <body>
                <h1>Dobrý den, Žofie</h1>
                <p>please <b>sign</b> the terms
                   by <a href="https://example.org/t?id=1&amp;x=2">this link</a>.<br>Thank you.</p>
                <ul><li>one</li><li>two &lt;b&gt;</li></ul>
                <p>Or at <a href="https://example.org">https://example.org</a>, <a href="#top">top</a>.</p>
                <table><tr><td>Claim</td><td>C-1</td></tr><tr><td>Amount</td><td>12 €</td></tr></table>
                <script>alert('not this either')</script><img src="x.png" alt="our logo">
                </body></html>
                """;

        assertThat(HtmlText.of(html)).isEqualTo("""
                        Dobrý den, Žofie

                        please sign the terms by this link <https://example.org/t?id=1&x=2>.
                        Thank you.

                        - one
                        - two <b>

                        Or at https://example.org, top.

                        Claim C-1
                        Amount 12 €

                        our logo""");
    }

    @Test
    void isEmptyForNothing() {
        assertThat(HtmlText.of("")).isEmpty();
        assertThat(HtmlText.of("<p> </p>")).isEmpty();
    }
}
