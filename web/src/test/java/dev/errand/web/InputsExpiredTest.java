package dev.errand.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.errand.Artifact;
import dev.errand.SubmitOptions;
import dev.errand.TaskFailedException;
import dev.errand.TaskHandle;
import dev.errand.TaskType;
import dev.errand.artifact.DirectoryArtifactStore;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** What a task would go on from is deleted when it expires: then only all of it can be done again. */
@ParameterizedClass
@EnumSource(ServerKind.class)
@Timeout(60)
class InputsExpiredTest {

    private static final InstantSource LONG_AGO = InstantSource.fixed(Instant.parse("2020-01-01T00:00:00Z"));

    private static final TaskType<String, Artifact> HALFWAY = TaskType.named("halfway", String.class, Artifact.class);

    private final Site site;

    InputsExpiredTest(ServerKind kind, @TempDir Path directory) throws Exception {
        site = new Site(
                kind,
                engine -> engine.artifacts(DirectoryArtifactStore.in(directory).clock(LONG_AGO))
                        .register(HALFWAY, (input, context) -> {
                            Artifact half = context.writeArtifact("half.csv", "text/csv", out -> out.write(1));
                            context.checkpoint("half");
                            throw new TaskFailedException("The rest was not there: " + half.size());
                        }),
                http -> http);
    }

    @AfterEach
    void closes() {
        site.close();
    }

    @Test
    void offersNoMoreThanTheWholeOfWhatStoppedMidway() throws Exception {
        TaskHandle<Artifact> task;
        do { // again if the file was swept away while it was written
            task = site.engine.submit(HALFWAY, "a", SubmitOptions.by("ana"));
            assertThat(task.await(Duration.ofSeconds(20))).isPresent();
        } while (!task.snapshot().status().resumable());

        HttpResponse<String> shown = site.get(Site.path(task), "ana");
        HttpResponse<String> resume = site.post(Site.path(task) + "/retry", "ana", "{\"scope\":\"resume\"}");
        HttpResponse<String> offered = site.post(Site.path(task) + "/retry", "ana", "{}");

        assertThat(Site.json(shown).get("actions").get("retry").get("scopes"))
                .as(shown.body())
                .singleElement()
                .isEqualTo(Site.MAPPER.valueToTree("all"));
        assertThat(resume.statusCode()).isEqualTo(410);
        assertThat(offered.statusCode())
                .as("what is offered first is what is done")
                .isEqualTo(202);
    }

    @Test
    void saysSoAndOffersTheWholeAgain() throws Exception {
        TaskHandle<Artifact> task = site.ended("partial", "ana");
        String retry = Site.path(task) + "/retry";

        HttpResponse<String> failedItems = site.post(retry, "ana", "{\"scope\":\"failed-items\"}");
        HttpResponse<String> all = site.post(retry, "ana", "{\"scope\":\"all\"}");

        assertThat(failedItems.statusCode()).isEqualTo(410);
        assertThat(Site.json(failedItems).get("code").asString()).isEqualTo("inputs-expired");
        assertThat(Site.json(failedItems)
                        .get("task")
                        .get("actions")
                        .get("retry")
                        .get("scopes"))
                .as("only what is possible")
                .singleElement()
                .isEqualTo(Site.MAPPER.valueToTree("all"));
        assertThat(all.statusCode()).isEqualTo(202);
        assertThat(all.headers().firstValue("Location").orElseThrow()).doesNotEndWith(Site.path(task));
    }
}
