package dev.errand.samples.claimsweb;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Somebody who has signed in, and what her browser complains of. */
final class Visitor {

    private final BrowserContext browser;
    private final String address;
    private final List<String> complaints = new CopyOnWriteArrayList<>();

    private Visitor(BrowserContext browser, String address) {
        this.browser = browser;
        this.address = address;
        browser.onConsoleMessage(message -> {
            if (message.text().contains("Content Security Policy")
                    || message.text().contains("TrustedHTML")) {
                complaints.add(message.text());
            }
        });
        browser.onWebError(error -> complaints.add(error.error()));
    }

    static Visitor signIn(BrowserContext browser, String address, String name) {
        Visitor visitor = new Visitor(browser, address);
        Page page = visitor.open("/login");
        page.getByLabel("Name").fill(name);
        page.getByLabel("Password").fill(name);
        button(page, "Sign in").click();
        assertThat(page.getByRole(
                        AriaRole.HEADING,
                        new Page.GetByRoleOptions().setName("Claims").setExact(true)))
                .isVisible();
        page.close();
        return visitor;
    }

    Page open(String path) {
        Page page = browser.newPage();
        page.navigate(address + path);
        return page;
    }

    /** Nothing was against the policy of the page, and no script failed. */
    void assertNoComplaints() {
        assertThat(complaints).isEmpty();
    }

    static Locator button(Page page, String name) {
        return page.getByRole(
                AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name).setExact(true));
    }

    /** Presses a button of a form that starts a task, and gives what is shown of that. */
    static Locator start(Page page, String button, boolean slowly) {
        Locator form =
                page.locator("form[data-starts-task]").filter(new Locator.FilterOptions().setHas(button(page, button)));
        form.getByLabel("slowly, to watch").setChecked(slowly);
        int before = page.locator("#started task-progress").count();
        form.getByRole(AriaRole.BUTTON).click();
        assertThat(page.locator("#started task-progress")).hasCount(before + 1);
        return page.locator("#started task-progress").first();
    }

    /** How far the bar is; 0 where it is not known. */
    static int percentOf(Locator task) {
        String value = task.locator("[part=bar]").getAttribute("value");
        return value == null ? 0 : Integer.parseInt(value);
    }
}
