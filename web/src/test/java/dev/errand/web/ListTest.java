package dev.errand.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;

/** Lists, a page at a time. */
@ParameterizedClass
@EnumSource(ServerKind.class)
@Timeout(60)
class ListTest {

    private final Site site;

    ListTest(ServerKind kind) throws Exception {
        site = new Site(kind);
    }

    @AfterEach
    void closes() {
        site.close();
    }

    private static List<String> ids(JsonNode page) {
        List<String> ids = new ArrayList<>();
        page.get("items").forEach(item -> ids.add(item.get("id").asString()));
        return ids;
    }

    @Test
    void goesOnWhereThePageBeforeEnded() throws Exception {
        List<String> newestFirst = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            newestFirst.addFirst(site.ended("ok", "ana").id().toString());
        }
        List<String> seen = new ArrayList<>();
        HttpResponse<String> page = site.get("/tasks?limit=2", "ana");
        seen.addAll(ids(Site.json(page)));
        while (page.headers().firstValue("Link").isPresent()) {
            String link = page.headers().firstValue("Link").orElseThrow();
            assertThat(link)
                    .startsWith("<" + site.prefix() + "/tasks?limit=2&cursor=")
                    .endsWith(">; rel=\"next\"");
            page = site.get(link.substring(1 + site.prefix().length(), link.indexOf('>')), "ana");
            seen.addAll(ids(Site.json(page)));
        }

        assertThat(seen).isEqualTo(newestFirst);
        assertThat(Site.json(page).get("nextCursor").isNull()).isTrue();
    }

    @Test
    void countsWhenAskedTo() throws Exception {
        for (int i = 0; i < 3; i++) {
            site.ended("ok", "ana");
        }
        site.ended("fail", "ana");
        site.ended("ok", "ben");

        JsonNode page = Site.json(site.get("/tasks?limit=2&state=SUCCEEDED&count=estimate", "ana"));
        assertThat(ids(page)).hasSize(2);
        assertThat(page.get("total").asInt()).isEqualTo(3);
        assertThat(page.get("totalIsAtLeast").asBoolean()).isFalse();
        String further = "&cursor=" + page.get("nextCursor").asString();
        JsonNode rest = Site.json(site.get("/tasks?limit=2&state=SUCCEEDED&count=estimate" + further, "ana"));
        assertThat(ids(rest)).hasSize(1);
        assertThat(rest.get("total").asInt()).isEqualTo(3);
        assertThat(Site.json(site.get("/tasks", "ana")).has("total")).isFalse();
        assertThat(site.get("/tasks?count=exact", "ana").statusCode()).isEqualTo(400);
    }

    @Test
    void looksForStatesWordsAndTimes() throws Exception {
        String failed = site.ended("fail", "ana").id().toString();
        String done = site.ended("ok", "ana").id().toString();

        assertThat(ids(Site.json(site.get("/tasks?state=FAILED", "ana")))).containsExactly(failed);
        assertThat(ids(Site.json(site.get("/tasks?state=final", "ana")))).containsExactly(done, failed);
        assertThat(ids(Site.json(site.get("/tasks?state=active,waiting", "ana"))))
                .isEmpty();
        assertThat(ids(Site.json(site.get("/tasks?q=orders,%20FAIL", "ana")))).containsExactly(failed);
        assertThat(ids(Site.json(site.get("/tasks?type=orders-export&since=2020-01-01T00:00:00Z", "ana"))))
                .containsExactly(done, failed);
        assertThat(ids(Site.json(site.get("/tasks?since=2999-01-01T00:00:00Z", "ana"))))
                .isEmpty();
        assertThat(ids(Site.json(site.get("/tasks?type=other", "ana")))).isEmpty();
    }
}
