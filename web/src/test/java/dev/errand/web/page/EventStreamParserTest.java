package dev.errand.web.page;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Event streams as the HTML standard has them (section 9.2.6), with the cases of the Web Platform Tests. */
@Timeout(60) // seconds; a browser starts in the first
class EventStreamParserTest extends InBrowser {

    private static final String PARSE = """
            async ([text, step]) => {
              const {EventStreamParser} = await import('/sources/event-stream.js');
              const parser = new EventStreamParser();
              const events = [];
              for (let at = 0; at < text.length; at += step) {
                events.push(...parser.push(text.slice(at, at + step)));
              }
              return [...events.map(({type, data}) => `${type}=${data}`), parser.lastEventId, String(parser.retry)].join('|');
            }""";

    private static final String PARSE_TWO = """
            async ([first, second]) => {
              const {EventStreamParser} = await import('/sources/event-stream.js');
              const before = new EventStreamParser();
              before.push(first);
              const parser = new EventStreamParser(before);
              const events = parser.push(second);
              return [...events.map(({type, data}) => `${type}=${data}`), parser.lastEventId, String(parser.retry)].join('|');
            }""";

    /** A stream; the events in it, the last id and the time until a reconnect, separated by bars. */
    record Case(String stream, String expected) {}

    static Stream<Case> cases() {
        return Stream.of(
                new Case("data: a\n\n", "message=a||null"),
                new Case("data:a\r\rdata:b\r\n\r\ndata:c\n\n", "message=a|message=b|message=c||null"),
                new Case("data:  a \n\n", "message= a ||null"),
                new Case("data\ndata\n\n", "message=\n||null"),
                new Case("data: a\ndata: b:c\n\n", "message=a\nb:c||null"),
                new Case("event: state\ndata: a\n\ndata: b\n\n", "state=a|message=b||null"),
                new Case("event: state\n\ndata: b\n\n", "message=b||null"),
                new Case(": hb\n\n:\ndata: a\n\n", "message=a||null"),
                new Case("id: 17\ndata: a\n\nid: 18\n\n", "message=a|18|null"),
                new Case("id: 17\ndata: a\n\nid\ndata: b\n\n", "message=a|message=b||null"),
                new Case("id: 17\n\nid: 1\0008\ndata: a\n\n", "message=a|17|null"),
                new Case("id: 17\ndata: unfinished", "|null"),
                new Case("retry: 3000\ndata: a\n\nretry: 1e3\n\nretry: -1\n\n", "message=a||3000"),
                new Case(" data: a\nDATA: b\nunknown: c\ndata: d\n\n", "message=d||null"));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void takesStreamsApartWhereverTheyAreCut(Case one) {
        Page page = open("");
        for (int step : List.of(1, 2, 3, 1_000)) {
            assertThat(page.evaluate(PARSE, List.of(one.stream(), step)))
                    .as("in pieces of %s", step)
                    .isEqualTo(one.expected());
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '/',
            ignoreLeadingAndTrailingWhitespace = false,
            value = {
                "data: a~~id: 17~event: state~data: b/data: c~~/message=c||null",
                "data: a~~id: 17~event: state~data: b/~data: c~~/message=c||null",
                "data: a~~dat/data: c~~/message=c||null",
                "id: 17~data: a~~id: 18~data: b~/data: c~~/message=c|17|null",
                "id: 17~retry: 200~data: a~~/data: c~~/message=c|17|200",
            })
    void keepsOfAStreamThatWasCutWhatItHasTold(String first, String second, String expected) {
        Page page = open("");
        assertThat(page.evaluate(PARSE_TWO, List.of(first.replace('~', '\n'), second.replace('~', '\n'))))
                .isEqualTo(expected);
    }
}
