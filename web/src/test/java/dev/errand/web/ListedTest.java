package dev.errand.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.errand.SubmitOptions;
import dev.errand.TaskSnapshot;
import dev.errand.TaskState;
import dev.errand.TaskStatus;
import dev.errand.TimelineEntry;
import dev.errand.engine.TaskEngine;
import dev.errand.testkit.ManualTime;
import dev.errand.web.figures.Sample;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tools.jackson.databind.JsonNode;

/** What operators are told of what is left out of their lists. */
@Timeout(60)
class ListedTest {

    private static final int STEPS = 100;
    private static final int MORE_THAN_ARE_LISTED = 6;

    private final ManualTime time = new ManualTime();
    private final TaskEngine engine = Site.engineWithNothingDue(time);

    @AfterEach
    void closes() {
        engine.close();
    }

    private TaskSnapshot oftenPaused() {
        TaskSnapshot task = engine.submit(
                        Site.EXPORT, "later", SubmitOptions.by("ana").delay(Duration.ofHours(1)))
                .snapshot();
        TimelineEntry pause = new TimelineEntry(time.instant(), TaskState.PAUSED, 1, "olga", "");
        TaskStatus status = new TaskStatus(
                TaskState.PAUSED,
                1,
                0,
                0,
                false,
                false,
                Optional.empty(),
                Optional.empty(),
                false,
                Collections.nCopies(STEPS, pause));
        return task.next(status, task.progress(), task.artifacts());
    }

    private Sample sample(List<TaskSnapshot> tasks, Sample.Full full) {
        return new Sample(time.instant(), tasks, List.of(), tasks, List.of(), full);
    }

    @Test
    void theAuditCountsTheCommandsThatItDoesNotList() {
        List<TaskSnapshot> tasks =
                Stream.generate(this::oftenPaused).limit(MORE_THAN_ARE_LISTED).toList();
        AuditJson audit = new AuditJson(sample(tasks, new Sample.Full(false, false, false, false, false)));

        JsonNode told = Site.MAPPER.readTree(Json.text(audit::write));

        assertThat(told.get("items").size()).isEqualTo(500);
        assertThat(told.get("count").asInt()).isEqualTo(MORE_THAN_ARE_LISTED * STEPS);
        assertThat(told.get("recentIsFull").asBoolean(true))
                .as("all tasks were looked at")
                .isFalse();
        assertThat(told.get("items").get(0).get("amends").asBoolean(true))
                .as("it had not ended")
                .isFalse();
    }

    @Test
    void typesTellWhichListsWereCut() {
        assertThat(fullIn(new Sample.Full(true, false, false, false, false))).containsExactly("recentIsFull");
        assertThat(fullIn(new Sample.Full(false, true, false, false, false))).containsExactly("waitingIsFull");
        assertThat(fullIn(new Sample.Full(false, false, true, false, false))).containsExactly("waitingIsFull");
        assertThat(fullIn(new Sample.Full(false, false, false, true, false))).containsExactly("runningIsFull");
    }

    private List<String> fullIn(Sample.Full full) {
        TypesJson types = new TypesJson(engine.types(), List.of(), sample(List.of(), full), false);
        JsonNode told = Site.MAPPER.readTree(Json.text(types::write));
        return told.propertyNames().stream()
                .filter(name -> name.endsWith("IsFull") && told.get(name).asBoolean())
                .toList();
    }
}
