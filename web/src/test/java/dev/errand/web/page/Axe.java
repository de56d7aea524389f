package dev.errand.web.page;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.microsoft.playwright.Page;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Objects;

/** The accessibility checker axe-core. */
public final class Axe {

    private static final String RUN = """
            async () => (await axe.run()).violations
                .flatMap(({id, nodes}) => nodes.map(({target, failureSummary}) => `${id} at ${target}: ${failureSummary}`))""";

    private Axe() {}

    /** What hinders people on a page: all rules, also those of best practice. */
    public static List<?> findings(Page page) {
        try (InputStream in = ClassLoader.getSystemResourceAsStream("axe.min.js")) {
            page.evaluate(new String(Objects.requireNonNull(in).readAllBytes(), UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return (List<?>) page.evaluate(RUN);
    }
}
