package dev.errand.samples.claimsweb;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static dev.errand.samples.claimsweb.Visitor.percentOf;
import static dev.errand.samples.claimsweb.Visitor.start;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.options.AriaRole;
import dev.errand.web.page.Chromium;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** A server is killed in the middle of a task, with a page open that nobody touches. */
@Timeout(300) // seconds; two servers start
class RestartTest {

    private static final List<String> CLAIMS = List.of("--claims.number=8000", "--claims.members=10");

    private static final double LEASE_AND_EXPORT = 120_000; // Milliseconds, on a busy machine

    @RegisterExtension
    static final Chromium CHROMIUM = new Chromium();

    @TempDir
    private @Nullable Path directory;

    @Test
    void theBarGoesOn() throws Exception {
        int port = ServerProcess.freePort();
        Path files = requireNonNull(directory);
        String address = "http://localhost:" + port;
        Page page;
        Locator export;
        Visitor ana;
        try (ServerProcess first = ServerProcess.start(files, port, List.of(), CLAIMS)) {
            ana = Visitor.signIn(CHROMIUM.profile(Chromium.person()), address, "ana");
            page = ana.open("/");
            export = start(page, "Export to Excel", true);
            page.waitForCondition(
                    () -> percentOf(page.locator("#started task-progress").first()) >= 20);
            first.kill();
            assertThat(export.locator("[part=text]")).containsText("Connection lost");
            Chromium.photograph(page, "connection-lost");
        }
        try (ServerProcess second = ServerProcess.start(files, port, List.of(), CLAIMS)) {
            Locator link = export.getByRole(AriaRole.LINK, new Locator.GetByRoleOptions().setName("Download"));
            assertThat(link).isVisible(new LocatorAssertions.IsVisibleOptions().setTimeout(LEASE_AND_EXPORT));
            String task =
                    page.request().get(address + export.getAttribute("href")).text();
            assertThat(task).contains("\"attempt\":2");
            assertThat(page.waitForDownload(link::click).failure()).isNull();
            Chromium.photograph(page, "after-a-restart");
            ana.assertNoComplaints();
            assertThat(second.stop()).isPositive();
        }
    }
}
