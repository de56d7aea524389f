package dev.errand.registry;

import static dev.errand.TaskState.CANCELLED;
import static dev.errand.TaskState.FAILED;
import static dev.errand.TaskState.QUEUED;
import static dev.errand.TaskState.SUCCEEDED;
import static org.assertj.core.api.Assertions.assertThat;

import dev.errand.Failure;
import dev.errand.Outcome;
import dev.errand.TaskState;
import dev.errand.TaskStatus;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LegalTransitionsTest {

    @ParameterizedTest
    @CsvSource({
        "SCHEDULED,     QUEUED CANCELLED",
        "QUEUED,        RUNNING PAUSED CANCELLED FAILED",
        "RUNNING,       SUCCEEDED FAILED WAITING_RETRY PAUSING CANCELLING INTERRUPTED",
        "PAUSING,       PAUSED CANCELLING SUCCEEDED FAILED INTERRUPTED",
        "CANCELLING,    CANCELLED SUCCEEDED FAILED",
        "PAUSED,        QUEUED CANCELLED",
        "INTERRUPTED,   QUEUED CANCELLED",
        "WAITING_RETRY, QUEUED CANCELLED",
        "FAILED,        QUEUED",
        "CANCELLED,     QUEUED"
    })
    void areThoseOfTheTableAndNoOthers(TaskState from, String followers) {
        List<TaskState> allowed = Arrays.stream(TaskState.values())
                .filter(to -> LegalTransitions.allow(status(from, Optional.empty()), to))
                .toList();

        assertThat(allowed)
                .containsExactlyInAnyOrderElementsOf(Arrays.stream(followers.split(" "))
                        .map(TaskState::valueOf)
                        .toList());
    }

    @Test
    void leadOutOfSuccessOnlyIfUnitsFailed() {
        TaskStatus inFull = status(SUCCEEDED, Optional.of(new Outcome.Succeeded<>("all")));
        TaskStatus inPart = status(SUCCEEDED, Optional.of(new Outcome.Partial<>("most", 3)));

        assertThat(TaskState.values()).noneMatch(to -> LegalTransitions.allow(inFull, to));
        assertThat(Arrays.stream(TaskState.values()).filter(to -> LegalTransitions.allow(inPart, to)))
                .containsExactly(QUEUED);
    }

    @Test
    void leadOutOfFailureAndCancellationWhateverTheOutcomeSays() {
        Failure failure = new Failure("7E8A9D10", "It failed.", "detail", Optional.empty());

        assertThat(LegalTransitions.allow(
                        status(FAILED, Optional.of(new Outcome.Failed<>(failure, Optional.empty()))), QUEUED))
                .isTrue();
        assertThat(LegalTransitions.allow(
                        status(CANCELLED, Optional.of(new Outcome.Cancelled<>("by ana", Optional.empty()))), QUEUED))
                .isTrue();
    }

    private static TaskStatus status(TaskState state, Optional<Outcome<?>> outcome) {
        return new TaskStatus(
                state, 1, 0, 0, false, false, Optional.empty(), outcome.map(known -> known), false, List.of());
    }
}
