package dev.errand.samples.claimsweb;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static dev.errand.samples.claimsweb.Visitor.start;
import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Download;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import dev.errand.web.page.Chromium;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.zip.ZipFile;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/**
 * All claims to Excel, from the click to the file on the disk of the person who clicked, in a browser. What it takes is printed; how
 * long that is, no test decides.
 */
@Timeout(300)
class ClickToWorkbookTest {

    private static final int CLAIMS = 13_000;
    private static final int ROUNDS = Boolean.getBoolean("errand.long") ? 15 : 2;

    @RegisterExtension
    static final Chromium CHROMIUM = new Chromium();

    @TempDir
    private @Nullable Path directory;

    @Test
    void thirteenThousandClaims() throws Exception {
        int port = ServerProcess.freePort();
        String address = "http://localhost:" + port;
        List<String> properties = List.of("--claims.number=" + CLAIMS, "--claims.members=10");
        try (ServerProcess server = ServerProcess.start(requireNonNull(directory), port, List.of(), properties)) {
            Visitor ana = Visitor.signIn(CHROMIUM.profile(Chromium.person()), address, "ana");
            Page page = ana.open("/");
            List<Long> took = new ArrayList<>();
            for (int round = 0; round < ROUNDS; round++) {
                long before = System.nanoTime();
                Download workbook = export(page);
                Path file = workbook.path();
                took.add(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - before));
                assertThat(rowsOf(file)).isEqualTo(CLAIMS + 1);
            }
            System.out.printf(
                    Locale.ROOT,
                    "click to a workbook of %,d claims: %,d ms the first time; then %s ms%n",
                    CLAIMS,
                    took.getFirst(),
                    took.subList(1, took.size()).stream().sorted().toList());
            ana.assertNoComplaints();
            assertThat(server.stop()).isPositive();
        }
    }

    private static Download export(Page page) {
        Locator task = start(page, "Export to Excel", false);
        Locator link = task.getByRole(AriaRole.LINK, new Locator.GetByRoleOptions().setName("Download"));
        assertThat(link).isVisible();
        return page.waitForDownload(link::click);
    }

    private static int rowsOf(Path workbook) throws Exception {
        try (ZipFile file = new ZipFile(workbook.toFile());
                InputStream sheet = file.getInputStream(requireNonNull(file.getEntry("xl/worksheets/sheet1.xml")))) {
            return new String(sheet.readAllBytes(), UTF_8).split("<row ", -1).length - 1;
        }
    }
}
