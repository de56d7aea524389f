package dev.errand.engine;

import static dev.errand.SubmitOptions.by;
import static dev.errand.TaskState.SCHEDULED;
import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.errand.Answer;
import dev.errand.InvalidInputException;
import dev.errand.Outcome;
import dev.errand.TaskHandle;
import dev.errand.TaskRefusedException;
import dev.errand.TaskRefusedException.Reason;
import dev.errand.TaskType;
import dev.errand.executor.TaskExecutor;
import dev.errand.registry.TaskQuery;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Other ways to submit: many at once, and one to wait for a little. */
class BatchTest extends EngineFixture {

    @Test
    void isSubmittedAsAWhole() throws InterruptedException {
        TaskEngine tasks = use(builder().register(ECHO, (input, context) -> "did " + input));
        List<String> inputs = IntStream.range(0, 100).mapToObj(String::valueOf).toList();

        List<TaskHandle<String>> handles =
                tasks.submitAll(ECHO, inputs, by("ana").title("Batch"));

        assertThat(handles).extracting(TaskHandle::id).doesNotHaveDuplicates().hasSize(100);
        for (int i = 0; i < 100; i++) {
            assertThat(outcomeOf(handles.get(i))).isEqualTo(new Outcome.Succeeded<>("did " + i));
            assertThat(handles.get(i).snapshot().title()).isEqualTo("Batch");
            assertThat(handles.get(i).snapshot().owner().id()).isEqualTo("ana");
        }
    }

    @Test
    void isRefusedAsAWholeIfTheQueueCannotTakeIt() throws InterruptedException {
        TaskEngine tasks = use(builder()
                .register(ECHO, this::waitAtGate)
                .executor(TaskExecutor.virtualThreads(1))
                .maxWaiting(3));
        TaskHandle<String> holder = tasks.submit(ECHO, "holds");
        atGate.acquire();
        tasks.submit(ECHO, "waits");

        assertRefused(() -> tasks.submitAll(ECHO, List.of("a", "b", "c"), by("ana")), Reason.QUEUE_FULL);
        assertThat(tasks.list(TaskQuery.newest(10))).hasSize(2);
        List<TaskHandle<String>> handles = tasks.submitAll(ECHO, List.of("a", "b"), by("ana"));
        openGate();
        outcomeOf(holder);
        for (TaskHandle<String> handle : handles) {
            assertThat(outcomeOf(handle)).isInstanceOf(Outcome.Succeeded.class);
        }
    }

    @Test
    void isRefusedAsAWholeIfItsOwnerHasTooMany() throws InterruptedException {
        TaskEngine tasks = use(builder()
                .register(ECHO, this::waitAtGate)
                .executor(TaskExecutor.virtualThreads(1))
                .maxWaitingPerOwner(2));
        tasks.submit(ECHO, "holds");
        atGate.acquire();

        assertRefused(() -> tasks.submitAll(ECHO, List.of("a", "b", "c"), by("ana")), Reason.OWNER_LIMIT);
        assertThat(tasks.submitAll(ECHO, List.of("a", "b"), by("ana"))).hasSize(2);
        assertRefused(() -> tasks.submit(ECHO, "c", by("ana")), Reason.OWNER_LIMIT);
        assertThat(tasks.submitAll(ECHO, List.of("a", "b"), by("olga"))).hasSize(2);
    }

    @Test
    void isOfNoTasksAtAll() {
        assertThat(use(builder().register(ECHO, this::waitAtGate)).submitAll(ECHO, List.of(), by("ana")))
                .isEmpty();
    }

    @Test
    void waitsForItsTime() throws InterruptedException {
        TaskEngine tasks = use(builder().register(ECHO, (input, context) -> input));
        List<TaskHandle<String>> handles =
                tasks.submitAll(ECHO, List.of("a", "b"), by("ana").delay(ofSeconds(5)));
        assertThat(handles).allMatch(handle -> stateOf(handle) == SCHEDULED);

        time.advance(ofSeconds(5));

        for (TaskHandle<String> handle : handles) {
            assertThat(outcomeOf(handle)).isInstanceOf(Outcome.Succeeded.class);
        }
    }

    @Test
    @SuppressWarnings({"unchecked", "rawtypes"})
    void refusesWhatMakesNoSenseForMany() {
        TaskEngine tasks = use(builder().register(ECHO, (input, context) -> input));

        assertThatExceptionOfType(InvalidInputException.class)
                .isThrownBy(() -> tasks.submitAll(ECHO, List.of("a"), by("ana").key("k")))
                .withMessageContaining("have no key");
        assertThatExceptionOfType(InvalidInputException.class)
                .isThrownBy(() -> tasks.submitAll(ECHO, List.of("a"), by("ana").joinIfRunning()))
                .withMessageContaining("share nothing");
        assertThatExceptionOfType(InvalidInputException.class)
                .isThrownBy(() -> tasks.submitAll((TaskType) ECHO, List.of("a", 5), by("ana")))
                .withMessage("input of echo is 5, but must be of type java.lang.String");
        assertThat(tasks.list(TaskQuery.newest(10))).isEmpty();
    }

    @Test
    void ofOneIsAnsweredAtOnceIfItIsQuick() throws InterruptedException {
        TaskEngine tasks = use(builder().register(ECHO, (input, context) -> "did " + input));

        Answer<String> answer = tasks.submitAndAwait(ECHO, "x", by("ana"), LONG);

        assertThat(answer)
                .isInstanceOfSatisfying(
                        Answer.Now.class, now -> assertThat(now.outcome()).isEqualTo(new Outcome.Succeeded<>("did x")));
        assertThat(answer.handle().snapshot().owner().id()).isEqualTo("ana");
    }

    @Test
    void ofOneIsAnsweredWithItsHandleIfItIsSlow() throws InterruptedException {
        TaskEngine tasks = use(builder().register(ECHO, this::waitAtGate));

        Answer<String> answer = tasks.submitAndAwait(ECHO, "x", by("ana"), Duration.ofMillis(1));

        assertThat(answer).isInstanceOf(Answer.Later.class);
        openGate();
        assertThat(outcomeOf(answer.handle())).isEqualTo(new Outcome.Succeeded<>("x"));
    }

    @Test
    void ofOneMayJustLook() throws InterruptedException {
        TaskEngine tasks = use(builder().register(ECHO, (input, context) -> input));
        outcomeOf(tasks.submit(ECHO, "x", by("ana")));

        assertThat(tasks.submitAndAwait(ECHO, "x", by("ana").reuseWithin(ofMinutes(3)), Duration.ZERO))
                .isInstanceOf(Answer.Now.class);
        assertThat(tasks.submitAndAwait(ECHO, "x", by("ana").delay(ofMinutes(3)), Duration.ofSeconds(-1)))
                .isInstanceOf(Answer.Later.class);
    }

    @Test
    void ofOneGoesOnIfTheWaitIsInterrupted() throws InterruptedException {
        TaskEngine tasks = use(builder().register(ECHO, this::waitAtGate));

        Thread.currentThread().interrupt();
        assertThatExceptionOfType(InterruptedException.class)
                .isThrownBy(() -> tasks.submitAndAwait(ECHO, "x", by("ana").key("k"), LONG));

        TaskHandle<String> handle = tasks.submit(ECHO, "x", by("ana").key("k"));
        openGate();
        assertThat(outcomeOf(handle)).isEqualTo(new Outcome.Succeeded<>("x"));
        assertThat(tasks.list(TaskQuery.newest(10))).hasSize(1);
    }

    private static void assertRefused(org.assertj.core.api.ThrowableAssert.ThrowingCallable submission, Reason reason) {
        assertThatExceptionOfType(TaskRefusedException.class)
                .isThrownBy(submission)
                .extracting(TaskRefusedException::reason)
                .isEqualTo(reason);
    }
}
