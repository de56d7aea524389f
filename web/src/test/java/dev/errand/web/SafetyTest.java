package dev.errand.web;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.errand.Artifact;
import dev.errand.Owner;
import dev.errand.TaskHandle;
import dev.errand.TaskSnapshot;
import java.io.InputStream;
import java.net.http.HttpResponse;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.slf4j.LoggerFactory;

/** What goes wrong inside does not get out, and does not open anything. */
@Timeout(60)
class SafetyTest {

    private static final String SECRET = "jdbc:postgresql://db/?password=hunter2";

    private final Site site = new Site(ServerKind.JDK, engine -> engine, http -> http.accessPolicy(new Broken()));
    private final Logger logger = (Logger) LoggerFactory.getLogger("dev.errand.web");
    private final ListAppender<ILoggingEvent> log = new ListAppender<>();

    SafetyTest() throws Exception {
        log.start();
        logger.addAppender(log);
    }

    @AfterEach
    void closes() {
        logger.detachAppender(log);
        site.close();
    }

    /** A policy of a host whose database is away. */
    private static final class Broken implements TaskAccessPolicy {

        @Override
        public boolean allows(Caller caller, TaskAction action, TaskSnapshot task) {
            throw new IllegalStateException(SECRET);
        }

        @Override
        public boolean allowsListing(Caller caller, Optional<Owner> owner) {
            throw new IllegalStateException(SECRET);
        }

        @Override
        public boolean allowsSubmitting(Caller caller, String type) {
            throw new IllegalStateException(SECRET);
        }
    }

    private HttpReply get(String path) {
        HttpCall.Target target = new HttpCall.Target("http://localhost", "", Site.BASE + path, "");
        return site.http.handle(new HttpCall(
                "GET",
                target,
                new HttpFields(Map.of()),
                Optional.of(Caller.operator("ana")),
                InputStream.nullInputStream()));
    }

    @Test
    void aPolicyThatFailsHasSaidNo() throws Exception {
        String path = Site.path(site.ended("ok", "ana"));

        assertThat(get(path).status()).isEqualTo(404);
        assertThat(get("/tasks").status()).isEqualTo(403);
    }

    @Test
    void whatOnlyAnOperatorShouldReadStandsInTheLogUnderItsReference() throws Exception {
        try (Site other = new Site(
                ServerKind.JDK,
                engine -> engine,
                http -> http.fileLinks(file -> {
                    throw new IllegalStateException(SECRET);
                }))) {
            TaskHandle<Artifact> task = other.ended("ok", "ana");
            HttpResponse<String> response = other.get(
                    Site.path(task) + "/files/"
                            + task.snapshot().artifacts().getFirst().id(),
                    "ana");

            assertThat(response.statusCode()).isEqualTo(500);
            assertThat(response.body()).doesNotContain("hunter2", "IllegalState", "dev.errand");
            String reference = Site.json(response).get("ref").asString();
            assertThat(log.list).anyMatch(line -> line.getFormattedMessage().contains(reference));
        }
    }

    @Test
    void aLineOfTheLogIsOneLine() {
        assertThat(Lines.one("/tasks/a\r\nWARN forged \u001b[31m\u202e\u2028x"))
                .isEqualTo("/tasks/a??WARN forged ?[31m??x");
        assertThat(Lines.one("x".repeat(5_000))).hasSize(201);
    }
}
