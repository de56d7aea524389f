package dev.errand.web.page;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Tests that open pages. */
abstract class InBrowser {

    /** One task, as a page shows it. */
    static final String TASK = "<task-progress href='/api/tasks/t'><a href='/status/t'>Show status</a></task-progress>";

    @RegisterExtension
    static final Chromium CHROMIUM = new Chromium();

    final FakeServer server = new FakeServer();

    @AfterEach
    void closeServer() {
        server.close();
    }

    /** Opens a page of that content, by a person of her own. */
    Page open(String content) {
        return open(CHROMIUM.profile(Chromium.person()), content);
    }

    Page open(BrowserContext profile, String content) {
        server.page(content);
        Page page = profile.newPage();
        page.navigate(server.url());
        return page;
    }
}
