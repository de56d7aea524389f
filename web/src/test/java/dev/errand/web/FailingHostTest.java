package dev.errand.web;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** What breaks in code of the host's is answered, so that nobody waits for ever. */
@ParameterizedClass
@EnumSource(ServerKind.class)
@Timeout(60)
class FailingHostTest {

    private final Site site;

    FailingHostTest(ServerKind kind) throws Exception {
        site = new Site(
                kind,
                engine -> engine,
                http -> http.ownerNames(owner -> {
                    throw new NoClassDefFoundError("org/example/Names");
                }));
    }

    @AfterEach
    void closes() {
        site.close();
    }

    @Test
    void anErrorIsAnswered() throws Exception {
        String path = Site.path(site.ended("ok", "ana"));

        assertThat(site.get(path, "olga", "X-Role", "operator").statusCode()).isEqualTo(500);
    }

    @Test
    void soIsAFailureToFindOutWhoCalls() throws Exception {
        assertThat(site.get("/tasks", "ana", "X-Role", "broken").statusCode()).isEqualTo(500);
    }
}
