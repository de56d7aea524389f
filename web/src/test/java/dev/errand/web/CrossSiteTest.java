package dev.errand.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.errand.Artifact;
import dev.errand.TaskHandle;
import java.net.http.HttpResponse;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Another site cannot make a browser change anything here. */
@ParameterizedClass
@EnumSource(ServerKind.class)
@Timeout(60)
class CrossSiteTest {

    private static final String TRUSTED = "https://portal.example.org";

    private final ServerKind kind;
    private final Site site;

    CrossSiteTest(ServerKind kind) throws Exception {
        this.kind = kind;
        this.site = new Site(kind, engine -> engine, http -> http.trustedOrigin(TRUSTED));
    }

    @AfterEach
    void closes() {
        site.close();
    }

    private HttpResponse<String> cancel(TaskHandle<?> task, String... headers) throws Exception {
        return site.send(site.request("POST", Site.path(task) + "/cancel", "ana", headers));
    }

    @TestFactory
    Stream<DynamicTest> everyRouteThatChangesSomethingIsGuarded() throws Exception {
        TaskHandle<Artifact> task = site.ended("ok", "ana");
        return Arrays.stream(Route.values())
                .filter(route -> !route.method().equals("GET"))
                .map(route -> DynamicTest.dynamicTest(route.name(), () -> {
                    String path =
                            route.pattern().replaceAll("\\{\\w+}", task.id().toString());
                    HttpResponse<String> response =
                            site.send(site.request(route.method(), path, "ana", "Sec-Fetch-Site", "cross-site"));

                    assertThat(response.statusCode()).isEqualTo(403);
                    assertThat(Site.json(response).get("code").asString()).isEqualTo("cross-site");
                }));
    }

    @Test
    void goesByWhatBrowsersSay() throws Exception {
        TaskHandle<Artifact> task = site.ended("ok", "ana");

        assertThat(cancel(task, "Sec-Fetch-Site", "same-origin").statusCode()).isEqualTo(409);
        assertThat(cancel(task, "Sec-Fetch-Site", "same-site").statusCode()).isEqualTo(403);
        assertThat(cancel(task, "Sec-Fetch-Site", "cross-site", "Origin", site.origin())
                        .statusCode())
                .isEqualTo(403);
        assertThat(cancel(task, "Origin", site.origin()).statusCode()).isEqualTo(409);
        assertThat(cancel(task, "Origin", site.origin().replace("http:", "https:"))
                        .statusCode())
                .isEqualTo(409);
        assertThat(cancel(task, "Origin", "https://evil.example").statusCode()).isEqualTo(403);
        assertThat(cancel(task, "Origin", "null").statusCode()).isEqualTo(403);
        assertThat(cancel(task).statusCode()).as("neither").isEqualTo(403);
        assertThat(cancel(task, "Sec-Fetch-Site", "cross-site", "Origin", TRUSTED)
                        .statusCode())
                .isEqualTo(409);
    }

    @Test
    void letsTheHostCheckInstead() throws Exception {
        try (Site other = new Site(kind, engine -> engine, http -> http.csrf(CsrfProtection.CHECKED_BY_HOST))) {
            TaskHandle<Artifact> task = other.ended("ok", "ana");

            HttpResponse<String> response = other.send(other.request("POST", Site.path(task) + "/cancel", "ana"));

            assertThat(response.statusCode()).isEqualTo(409);
        }
    }

    @Test
    void aFormOfAnotherSiteBringsNoJson() throws Exception {
        TaskHandle<Artifact> task = site.ended("ok", "ana");

        HttpResponse<String> response = site.send(site.request("POST", site.uri(Site.path(task) + "/retry"), "", "ana")
                .header("Sec-Fetch-Site", "same-origin")
                .header("Content-Type", "text/plain")
                .method("POST", java.net.http.HttpRequest.BodyPublishers.ofString("{\"scope\":\"all\"}")));

        assertThat(response.statusCode()).isEqualTo(415);
    }
}
