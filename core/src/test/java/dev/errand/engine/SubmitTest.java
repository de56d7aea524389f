package dev.errand.engine;

import static dev.errand.SubmitOptions.by;
import static dev.errand.TaskState.CANCELLED;
import static dev.errand.TaskState.QUEUED;
import static dev.errand.TaskState.RUNNING;
import static dev.errand.TaskState.SCHEDULED;
import static dev.errand.TaskState.SUCCEEDED;
import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.errand.InvalidInputException;
import dev.errand.Outcome;
import dev.errand.Owner;
import dev.errand.TaskHandle;
import dev.errand.TaskId;
import dev.errand.TaskRefusedException;
import dev.errand.TaskRefusedException.Reason;
import dev.errand.TaskSnapshot;
import dev.errand.TaskType;
import dev.errand.executor.TaskExecutor;
import dev.errand.registry.MemoryTaskRegistry;
import dev.errand.registry.Retention;
import dev.errand.registry.TaskQuery;
import dev.errand.testkit.ManualTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class SubmitTest extends EngineFixture {

    @Test
    void answersWithTheResult() throws InterruptedException {
        TaskEngine tasks = use(builder().register(ECHO, (input, context) -> input + input));

        TaskHandle<String> handle = tasks.submit(ECHO, "ha");

        assertThat(outcomeOf(handle)).isEqualTo(new Outcome.Succeeded<>("haha"));
        assertThat(stateOf(handle)).isEqualTo(SUCCEEDED);
        assertThat(handle.completion().toCompletableFuture().join()).isEqualTo(new Outcome.Succeeded<>("haha"));
    }

    @Test
    void runsATaskWrittenInPlace() throws InterruptedException {
        TaskEngine tasks = use(builder());

        TaskHandle<Integer> handle = tasks.submit("count claims", context -> 13_000);

        assertThat(outcomeOf(handle)).isEqualTo(new Outcome.Succeeded<>(13_000));
        assertThat(handle.snapshot().title()).isEqualTo("count claims");
        assertThat(handle.snapshot().owner()).isEqualTo(Owner.APPLICATION);
    }

    @Test
    void runsATaskWithoutInput() throws InterruptedException {
        TaskType<Void, String> nightly = TaskType.named("nightly", Void.class, String.class);
        TaskEngine tasks = use(builder().register(nightly, (nothing, context) -> context.type()));

        assertThat(outcomeOf(tasks.submit(nightly))).isEqualTo(new Outcome.Succeeded<>("nightly"));
    }

    @Test
    void doesNotWaitForTheTask() throws InterruptedException {
        TaskEngine tasks = use(builder().register(ECHO, this::waitAtGate));

        TaskHandle<String> handle = tasks.submit(ECHO, "a", by("ana").title("Slow one"));
        atGate.acquire();

        assertThat(handle.await(Duration.ZERO)).isEmpty();
        assertThat(stateOf(handle)).isEqualTo(RUNNING);
        openGate();
        assertThat(outcomeOf(handle)).isEqualTo(new Outcome.Succeeded<>("a"));
    }

    @Test
    void keepsWhatWasSaidAboutTheTask() {
        TaskEngine tasks = use(builder().register(ECHO, this::waitAtGate));

        TaskSnapshot snapshot = tasks.submit(
                        ECHO, "a", by(new Owner("ana", "acme")).title("Claims").key("k"))
                .snapshot();

        assertThat(snapshot.submission().type()).isEqualTo("echo");
        assertThat(snapshot.owner()).isEqualTo(new Owner("ana", "acme"));
        assertThat(snapshot.title()).isEqualTo("Claims");
        assertThat(snapshot.submission().key()).contains("k");
        assertThat(snapshot.submission().submittedAt()).isEqualTo(ManualTime.NOON);
    }

    @Test
    void refusesATypeThatNobodyRegistered() {
        TaskEngine tasks = use(builder().register(ECHO, this::waitAtGate));

        assertThatExceptionOfType(InvalidInputException.class)
                .isThrownBy(() -> tasks.submit(TaskType.named("ecco", String.class, String.class), "a"))
                .satisfies(e -> assertThat(e.field()).isEqualTo("task type"))
                .withMessageContainingAll("\"ecco\"", "[echo]");
    }

    @Test
    void refusesATypeOfTheSameNameWithOtherClasses() {
        TaskEngine tasks = use(builder().register(ECHO, this::waitAtGate));

        assertThatExceptionOfType(InvalidInputException.class)
                .isThrownBy(() -> tasks.submit(TaskType.named("echo", Integer.class, String.class), 1))
                .withMessageContainingAll("\"echo\"", "java.lang.String");
    }

    @Test
    void refusesTwoTasksOfOneName() {
        assertThatExceptionOfType(InvalidInputException.class)
                .isThrownBy(() -> builder().register(ECHO, this::waitAtGate).register(ECHO, this::waitAtGate))
                .withMessageContaining("\"echo\"");
    }

    @Test
    @SuppressWarnings({"unchecked", "rawtypes", "NullAway"}) // what a caller without generics can do
    void refusesInputThatIsNullOrForeign() {
        TaskEngine tasks = use(builder().register(ECHO, this::waitAtGate));

        assertThatExceptionOfType(InvalidInputException.class)
                .isThrownBy(() -> tasks.submit(ECHO, (String) null))
                .withMessage("input of echo is null, but must be of type java.lang.String");
        assertThatExceptionOfType(InvalidInputException.class)
                .isThrownBy(() -> tasks.submit((TaskType) ECHO, 42))
                .satisfies(e -> assertThat(e.field()).isEqualTo("input of echo"))
                .withMessageContainingAll("42", "java.lang.String");
        assertThat(tasks.list(TaskQuery.newest(10))).isEmpty();
    }

    @Test
    void refusesAtOnceWhenTheQueueIsFull() throws InterruptedException {
        TaskEngine tasks = use(builder()
                .register(ECHO, this::waitAtGate)
                .executor(TaskExecutor.virtualThreads(1))
                .maxWaiting(2));
        TaskHandle<String> running = tasks.submit(ECHO, "runs");
        atGate.acquire();
        TaskHandle<String> waiting = tasks.submit(ECHO, "waits");
        tasks.submit(ECHO, "waits for its time", by("ana").delay(ofSeconds(5)));

        assertThatExceptionOfType(TaskRefusedException.class)
                .isThrownBy(() -> tasks.submit(ECHO, "one too many"))
                .satisfies(e -> assertThat(e.reason()).isEqualTo(Reason.QUEUE_FULL))
                .withMessageContaining("2 tasks wait");

        assertThat(tasks.list(TaskQuery.newest(10))).hasSize(3);
        waiting.cancel();
        assertThat(stateOf(tasks.submit(ECHO, "takes the free place"))).isEqualTo(QUEUED);
        assertThat(stateOf(running)).isEqualTo(RUNNING);
    }

    @Test
    void startsATaskWhenItsTimeHasCome() throws InterruptedException {
        TaskEngine tasks = use(builder().register(ECHO, (input, context) -> input));

        TaskHandle<String> handle = tasks.submit(ECHO, "later", by("ana").delay(ofMinutes(5)));
        assertThat(stateOf(handle)).isEqualTo(SCHEDULED);
        assertThat(handle.snapshot().submission().startsAt()).isEqualTo(ManualTime.NOON.plus(ofMinutes(5)));

        time.advance(ofMinutes(5).minusNanos(1));
        assertThat(stateOf(handle)).isEqualTo(SCHEDULED);

        time.advance(Duration.ofNanos(1));
        assertThat(outcomeOf(handle)).isEqualTo(new Outcome.Succeeded<>("later"));
    }

    @Test
    void answersWithTheSameTaskForTheSameKey() throws InterruptedException {
        TaskEngine tasks = use(builder().register(ECHO, this::waitAtGate));

        TaskHandle<String> first = tasks.submit(ECHO, "a", by("ana").key("november"));
        TaskHandle<String> again = tasks.submit(ECHO, "a", by("ana").key("november"));
        TaskHandle<String> another = tasks.submit(ECHO, "a", by("bea").key("november"));

        assertThat(again.id()).isEqualTo(first.id());
        assertThat(another.id()).isNotEqualTo(first.id());
        openGate();
        assertThat(outcomeOf(again)).isEqualTo(new Outcome.Succeeded<>("a"));
        assertThat(outcomeOf(first)).isEqualTo(new Outcome.Succeeded<>("a"));
        assertThat(outcomeOf(tasks.submit(ECHO, "a", by("ana").key("november"))))
                .as("also when it has ended")
                .isEqualTo(new Outcome.Succeeded<>("a"));
    }

    @Test
    void refusesAKeyThatIsInUseForAnotherInput() {
        TaskEngine tasks = use(builder().register(ECHO, this::waitAtGate));
        TaskHandle<String> first = tasks.submit(ECHO, "a", by("ana").key("november"));

        assertThatExceptionOfType(TaskRefusedException.class)
                .isThrownBy(() -> tasks.submit(ECHO, "b", by("ana").key("november")))
                .satisfies(e -> assertThat(e.reason()).isEqualTo(Reason.KEY_IN_USE))
                .withMessageContainingAll("november", first.id().toString());
    }

    @Test
    void refusesAKeyForATaskWrittenInPlace() {
        TaskEngine tasks = use(builder());

        assertThatExceptionOfType(InvalidInputException.class)
                .isThrownBy(() -> tasks.submit(context -> "a", by("ana").key("november")))
                .satisfies(e -> assertThat(e.field()).isEqualTo("key"));
    }

    @Test
    void givesEveryTaskItsOwnPlaceInTheQueueBackWhenAKeyRepeats() {
        TaskEngine tasks = use(builder()
                .register(ECHO, this::waitAtGate)
                .executor(TaskExecutor.virtualThreads(1))
                .maxWaiting(3));
        for (int i = 0; i < 10; i++) {
            tasks.submit(ECHO, "a", by("ana").key("november"));
        }

        assertThat(tasks.list(TaskQuery.newest(10))).hasSize(1);
    }

    @Test
    void findsATaskForItsOwnerOnly() throws InterruptedException {
        TaskEngine tasks = use(builder().register(ECHO, (input, context) -> input));
        TaskHandle<String> handle = tasks.submit(ECHO, "a", by("ana"));
        TaskId id = handle.id();

        assertThat(tasks.find(id, Owner.of("ana"))).isPresent();
        assertThat(tasks.find(id, Owner.of("bea"))).isEmpty();
        assertThat(tasks.find(id, new Owner("ana", "acme"))).isEmpty();
        outcomeOf(handle);
        assertThat(tasks.find(id).orElseThrow().snapshot().state()).isEqualTo(SUCCEEDED);
        assertThat(tasks.find(id)
                        .orElseThrow()
                        .completion()
                        .toCompletableFuture()
                        .join())
                .isEqualTo(new Outcome.Succeeded<>("a"));
        assertThat(tasks.find(id).orElseThrow().cancel()).isFalse();
        assertThat(tasks.find(TaskId.parse("01976f2c-4b1e-7a31-9c0d-5f2b7e8a9d10")))
                .isEmpty();
    }

    @Test
    void findsATaskWithTheTypeOfItsResult() throws InterruptedException {
        TaskType<String, Integer> length = TaskType.named("length", String.class, Integer.class);
        TaskEngine tasks = use(builder()
                .register(ECHO, (input, context) -> input)
                .register(length, (input, context) -> input.length()));
        TaskId id = tasks.submit(length, "four", by("ana")).id();

        TaskHandle<Integer> found = tasks.find(length, id, Owner.of("ana")).orElseThrow();

        assertThat(outcomeOf(found)).isEqualTo(new Outcome.Succeeded<>(4));
        assertThat(tasks.find(length, id, Owner.of("bea"))).isEmpty();
        assertThat(tasks.find(ECHO, id, Owner.of("ana"))).isEmpty();
    }

    @Test
    void answersWithTheSameTaskForTheSameKeyAlsoWhenTheQueueIsFull() throws InterruptedException {
        TaskEngine tasks = use(
                builder().maxWaiting(1).executor(TaskExecutor.virtualThreads(1)).register(ECHO, this::waitAtGate));
        tasks.submit(ECHO, "runs");
        atGate.acquire();
        TaskHandle<String> waits = tasks.submit(ECHO, "waits", by("ana").key("k"));

        assertThat(tasks.submit(ECHO, "waits", by("ana").key("k")).id()).isEqualTo(waits.id());
    }

    @Test
    void refusesTheNameOfTasksThatAreWrittenInPlace() {
        assertThatExceptionOfType(InvalidInputException.class)
                .isThrownBy(() -> builder().register(TaskType.named("ad-hoc", String.class, String.class), (i, c) -> i))
                .withMessageContaining("written in place");
    }

    @Test
    void listsTheNewestFirst() {
        TaskEngine tasks = use(builder().register(ECHO, (input, context) -> input));
        List<TaskId> ids = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            ids.addFirst(tasks.submit(ECHO, "a", by("ana")).id());
        }

        assertThat(tasks.list(TaskQuery.newest(100).ownedBy(Owner.of("ana"))))
                .extracting(TaskSnapshot::id)
                .containsExactlyElementsOf(ids);
    }

    @Test
    void keepsAnsweringForATaskThatTheRegistryForgot() throws InterruptedException {
        TaskEngine tasks = use(builder()
                .register(ECHO, (input, context) -> input)
                .registry(new MemoryTaskRegistry(new Retention(0, ofMinutes(1)))));

        TaskHandle<String> handle = tasks.submit(ECHO, "a");

        assertThat(outcomeOf(handle)).isEqualTo(new Outcome.Succeeded<>("a"));
        assertThat(tasks.find(handle.id())).isEmpty();
        assertThat(stateOf(handle)).isEqualTo(SUCCEEDED);
        assertThat(handle.cancel()).isFalse();
    }

    @Test
    void letsNobodyElseCompleteAHandle() throws InterruptedException {
        TaskEngine tasks = use(builder().register(ECHO, this::waitAtGate));
        TaskHandle<String> handle = tasks.submit(ECHO, "a");

        CompletableFuture<Outcome<String>> copy = handle.completion().toCompletableFuture();
        copy.cancel(true);

        openGate();
        assertThat(outcomeOf(handle)).isEqualTo(new Outcome.Succeeded<>("a"));
    }

    @Test
    void acceptsNothingAfterShutdown() throws InterruptedException {
        TaskEngine tasks = use(builder().register(ECHO, this::waitAtGate));
        TaskHandle<String> delayed = tasks.submit(ECHO, "a", by("ana").delay(ofSeconds(5)));
        tasks.shutdown(Duration.ZERO);

        assertThat(stateOf(delayed)).isEqualTo(CANCELLED);
        assertThatExceptionOfType(TaskRefusedException.class)
                .isThrownBy(() -> tasks.submit(ECHO, "a"))
                .satisfies(e -> assertThat(e.reason()).isEqualTo(Reason.SHUT_DOWN));
    }
}
