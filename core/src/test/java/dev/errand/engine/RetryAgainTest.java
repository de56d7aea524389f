package dev.errand.engine;

import static dev.errand.RetryScope.ALL;
import static dev.errand.RetryScope.FAILED_ITEMS;
import static dev.errand.RetryScope.RESUME;
import static dev.errand.SubmitOptions.by;
import static dev.errand.TaskState.PAUSED;
import static dev.errand.TaskState.WAITING_RETRY;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.errand.Artifact;
import dev.errand.Command;
import dev.errand.Outcome;
import dev.errand.Owner;
import dev.errand.Priority;
import dev.errand.Retry;
import dev.errand.TaskContext;
import dev.errand.TaskHandle;
import dev.errand.TaskRefusedException;
import dev.errand.TaskRefusedException.Reason;
import dev.errand.TaskType;
import dev.errand.artifact.ArtifactException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

class RetryAgainTest extends ItemFixture {

    private static final Outcome<String> THROUGH = new Outcome.Succeeded<>("through");
    private static final Command OLGAS = Command.by("olga").because("once more");

    @Test
    void resumesAFailedTaskWhereItStopped() throws InterruptedException {
        TaskEngine tasks =
                use(builder().register(ECHO, this::quicklyWithoutKeys).listener(events::add));
        broken.add("c");
        TaskHandle<String> failed = tasks.submit(ECHO, "x");
        assertThat(outcomeOf(failed)).isInstanceOf(Outcome.Failed.class);

        broken.clear();
        TaskHandle<String> again = failed.retry(RESUME, OLGAS);

        assertThat(again.id()).isEqualTo(failed.id());
        assertThat(outcomeOf(again)).isEqualTo(THROUGH);
        assertThat(outcomeOf(failed)).as("the handle of the end before").isInstanceOf(Outcome.Failed.class);
        assertThat(begun).containsExactly("a", "b", "c", "c", "d", "e");
        assertThat(again.snapshot().progress().done()).isEqualTo(5);
        assertThat(again.snapshot().status().attempt()).isEqualTo(2);
        assertThat(again.snapshot().status().failures()).isZero();
        assertThat(lifeOf(again))
                .containsExactly(
                        "RUNNING",
                        "FAILED  The task could not finish because of an unexpected error.",
                        "QUEUED olga once more",
                        "RUNNING",
                        "SUCCEEDED");
        awaitEndsTold(again, 2);
        assertThat(toldOf(again)).containsSubsequence("Submitted", "Started", "Ended", "Requeued", "Started", "Ended");
    }

    @Test
    void resumesACancelledTask() throws InterruptedException {
        TaskEngine tasks = use(builder().register(ECHO, this::stepThrough));
        TaskHandle<String> cancelled = tasks.submit(ECHO, "x");
        atGate.acquire();
        cancelled.cancel();
        steps.release();
        outcomeOf(cancelled);

        steps.release(5);

        assertThat(outcomeOf(cancelled.retry(RESUME))).isEqualTo(THROUGH);
        assertThat(begun).as("each item once").isEqualTo(ITEMS);
    }

    @Test
    void resumesATaskThatNeverBegan() throws InterruptedException {
        TaskEngine tasks = use(builder().register(ECHO, this::quicklyWithoutKeys));
        TaskHandle<String> cancelled = tasks.submit(ECHO, "x", by("ana").delay(ofSeconds(9)));
        cancelled.cancel();

        TaskHandle<String> again = cancelled.retry(RESUME);

        assertThat(outcomeOf(again)).isEqualTo(THROUGH);
        assertThat(again.snapshot().status().attempt()).isEqualTo(1);
    }

    @Test
    void givesAResumedTaskAllOfItsAttempts() throws InterruptedException {
        TaskType<String, String> twice = ECHO.retrying(Retry.fixed(2, ofSeconds(5)));
        TaskEngine tasks = use(builder().register(twice, this::quicklyWithoutKeys));
        broken.add("c");
        TaskHandle<String> handle = tasks.submit(twice, "x");
        awaitRetry(handle, 1);
        letMuchTimePass();
        assertThat(outcomeOf(handle)).isInstanceOf(Outcome.Failed.class);

        TaskHandle<String> again = handle.retry(RESUME);

        awaitRetry(again, 3);
        broken.clear();
        letMuchTimePass();
        assertThat(outcomeOf(again)).isEqualTo(THROUGH);
    }

    @Test
    void doesTheFailedItemsAlone() throws InterruptedException {
        TaskEngine tasks = use(builder().register(ECHO, this::quicklyThroughKeys));
        broken.addAll(List.of("b", "d"));
        TaskHandle<String> partial = tasks.submit(ECHO, "x");
        assertThat(outcomeOf(partial)).isEqualTo(new Outcome.Partial<>("through", 2));

        broken.remove("b");
        TaskHandle<String> again = partial.retry(FAILED_ITEMS);
        assertThat(outcomeOf(again)).isEqualTo(new Outcome.Partial<>("through", 1));
        assertThat(again.snapshot().progress().total()).hasValue(2);
        assertThat(again.snapshot().progress().failedItems()).extracting("key").containsExactly("d");

        broken.clear();
        TaskHandle<String> third = again.retry(FAILED_ITEMS);
        assertThat(outcomeOf(third)).isEqualTo(THROUGH);
        assertThat(begun).containsExactly("a", "b", "c", "d", "e", "b", "d", "d");
        assertThat(third.snapshot().progress().done()).isEqualTo(1);
    }

    @Test
    void doesAllOfATaskOnceForOneKey() throws InterruptedException {
        TaskEngine tasks = use(builder().register(ECHO, this::quicklyWithoutKeys));
        TaskHandle<String> done = tasks.submit(ECHO, "x", by("ana").key("november"));
        outcomeOf(done);

        TaskHandle<String> once = done.retry(ALL, Command.by("ana"), "again");
        outcomeOf(once);
        TaskHandle<String> twice = done.retry(ALL, Command.by("ana"), "again");

        assertThat(List.of(done.isStandIn(), once.isStandIn(), twice.isStandIn()))
                .containsExactly(false, false, true);
        assertThat(twice.id()).isEqualTo(once.id()).isNotEqualTo(done.id());
        assertThatExceptionOfType(TaskRefusedException.class)
                .isThrownBy(() -> done.retry(ALL, Command.by("ana"), "november"))
                .satisfies(refused -> assertThat(refused.reason()).isEqualTo(Reason.KEY_IN_USE));
        assertThat(tasks.submit(ECHO, "x", by("ana").key("november")).isStandIn())
                .isTrue();
    }

    @Test
    void findsFailedItemsAgainUnderKeysThatWereMadeFitForOneLine() throws InterruptedException {
        TaskEngine tasks = use(builder().register(ECHO, (input, context) -> {
            for (String item : context.over(ITEMS)) {
                String key = " " + item + "\t" + "long ".repeat(60) + item;
                if (context.includes(key)) {
                    begun.add(item);
                    if (broken.contains(item)) {
                        context.progress().failed(key, "It is broken.");
                    }
                }
            }
            return "through";
        }));
        broken.addAll(List.of("b", "d"));
        TaskHandle<String> partial = tasks.submit(ECHO, "x");
        outcomeOf(partial);
        begun.clear();

        outcomeOf(partial.retry(FAILED_ITEMS));

        assertThat(begun).containsExactly("b", "d");
    }

    @Test
    void resumesWhatItLeftOfTheFailedItems() throws InterruptedException {
        TaskEngine tasks = use(builder().register(ECHO, (input, context) -> {
            context.each(ITEMS).keyedBy(item -> item).forEach(this::step);
            return "through";
        }));
        broken.addAll(List.of("b", "d", "e"));
        steps.release(5);
        TaskHandle<String> handle = tasks.submit(ECHO, "x");
        outcomeOf(handle);
        broken.clear();
        atGate.drainPermits();
        TaskHandle<String> second = handle.retry(FAILED_ITEMS);
        atGate.acquire();
        second.pause();
        steps.release();
        awaitState(second, PAUSED);
        second.cancel();

        steps.release(5);
        TaskHandle<String> third = second.retry(RESUME);

        assertThat(outcomeOf(third)).isEqualTo(THROUGH);
        assertThat(begun.subList(5, begun.size())).containsExactly("b", "d", "e");
        assertThat(third.snapshot().progress().total()).hasValue(3);
    }

    @Test
    void stopsBetweenItemsThatItLeavesOut() throws InterruptedException {
        Queue<String> looked = new ConcurrentLinkedQueue<>();
        TaskEngine tasks = use(builder().register(ECHO, (input, context) -> {
            context.each(ITEMS).keyedBy(item -> keyOf(item, context, looked)).forEach(this::quickly);
            return "through";
        }));
        broken.add("e");
        TaskHandle<String> partial = tasks.submit(ECHO, "x");
        outcomeOf(partial);
        looked.clear();
        TaskHandle<String> again = partial.retry(FAILED_ITEMS);
        atGate.acquire();

        again.cancel();
        openGate();

        assertThat(outcomeOf(again)).isInstanceOf(Outcome.Cancelled.class);
        assertThat(looked).containsExactly("a");
    }

    private String keyOf(String item, TaskContext context, Queue<String> looked) {
        looked.add(item);
        if (context.attempt() == 2 && item.equals("a")) {
            ignoreEverything(item, context);
        }
        return item;
    }

    @Test
    void doesEverythingAgainAsANewTask() throws InterruptedException {
        TaskEngine tasks = use(builder().register(ECHO, (input, context) -> "did " + input));
        TaskHandle<String> first =
                tasks.submit(ECHO, "x", by("ana").title("Claims").key("k").priority(Priority.HIGH));
        outcomeOf(first);

        TaskHandle<String> second = first.retry(ALL, OLGAS);

        assertThat(second.id()).isNotEqualTo(first.id());
        assertThat(outcomeOf(second)).isEqualTo(new Outcome.Succeeded<>("did x"));
        assertThat(second.snapshot().owner()).isEqualTo(Owner.of("ana"));
        assertThat(second.snapshot().title()).isEqualTo("Claims");
        assertThat(second.snapshot().submission().terms().priority()).isEqualTo(Priority.HIGH);
        assertThat(second.snapshot().submission().terms().retryOf()).contains(first.id());
        assertThat(second.snapshot().submission().key())
                .as("the key stays with the first")
                .isEmpty();
        assertThat(lifeOf(second)).containsExactly("QUEUED olga once more", "RUNNING", "SUCCEEDED");
        assertThat(first.snapshot().submission().terms().retryOf()).isEmpty();
    }

    @RepeatedTest(50)
    void happensOnceIfTwoAskAtOnce() throws InterruptedException {
        TaskEngine tasks = use(builder().register(ECHO, (input, context) -> {
            begun.add(input);
            return context.attempt() == 1 ? fail() : waitAtGate("again", context);
        }));
        TaskHandle<String> failed = tasks.submit(ECHO, "x");
        outcomeOf(failed);
        Queue<TaskHandle<String>> taken = new ConcurrentLinkedQueue<>();
        CountDownLatch together = new CountDownLatch(2);
        Runnable retrying = () -> {
            together.countDown();
            await(() -> together.getCount() == 0);
            try {
                taken.add(failed.retry(RESUME));
            } catch (TaskRefusedException second) {
                assertThat(second.reason()).isEqualTo(Reason.NOT_RETRYABLE);
            }
        };
        Thread other = Thread.ofPlatform().start(retrying);
        retrying.run();
        other.join();
        openGate();

        assertThat(taken).hasSize(1);
        assertThat(outcomeOf(taken.element())).isEqualTo(new Outcome.Succeeded<>("again"));
        assertThat(begun).hasSize(2);
    }

    @Test
    void tellsTheLatestReasonOnly() throws InterruptedException {
        TaskEngine tasks = use(builder().register(ECHO, this::stepThrough));
        TaskHandle<String> first = tasks.submit(ECHO, "x");
        atGate.acquire();
        first.cancel(Command.by("olga").because("Wrong month."));
        steps.release();
        outcomeOf(first);
        TaskHandle<String> second = first.retry(RESUME);
        atGate.acquire();
        second.cancel();
        steps.release();

        assertThat(outcomeOf(second))
                .isEqualTo(new Outcome.Cancelled<>("It was cancelled on request.", Optional.empty()));
    }

    @Test
    void keepsTheFilesOfTheItemsThatAreDone() throws InterruptedException, IOException {
        TaskEngine tasks = use(builder().register(ECHO, (input, context) -> {
            context.each(ITEMS).keyedBy(item -> item).forEach(this::quickly);
            write(context, "attempt-" + context.attempt());
            return "through";
        }));
        broken.add("b");
        TaskHandle<String> partial = tasks.submit(ECHO, "x");
        outcomeOf(partial);
        TaskHandle<String> again = partial.retry(FAILED_ITEMS);
        outcomeOf(again);

        assertThat(again.snapshot().artifacts()).extracting("fileName").containsExactly("attempt-1", "attempt-2");
        for (Artifact file : again.snapshot().artifacts()) {
            try (InputStream content = tasks.artifacts().open(file)) {
                assertThat(content).hasContent(file.fileName());
            }
        }
    }

    @Test
    void dropsTheFilesThatComeAfterTheCheckpoint() throws InterruptedException {
        TaskEngine tasks = use(builder().register(ECHO, (input, context) -> {
            if (context.checkpoint(String.class).isEmpty()) {
                write(context, "before");
                context.checkpoint("half");
                write(context, "after");
                return fail();
            }
            write(context, "again");
            return "through";
        }));
        TaskHandle<String> failed = tasks.submit(ECHO, "x");
        outcomeOf(failed);
        Artifact after = failed.snapshot().artifacts().getLast();
        TaskHandle<String> again = failed.retry(RESUME);
        outcomeOf(again);

        assertThat(again.snapshot().artifacts()).extracting("fileName").containsExactly("before", "again");
        assertThatExceptionOfType(ArtifactException.class)
                .isThrownBy(() -> tasks.artifacts().open(after).close());
    }

    @Test
    void waitsForItsNextAttemptLikeAnyOther() throws InterruptedException {
        TaskType<String, String> twice = ECHO.retrying(Retry.fixed(2, ofSeconds(5)));
        TaskEngine tasks = use(builder().register(twice, (input, context) -> fail()));
        TaskHandle<String> handle = tasks.submit(twice, "x");
        awaitRetry(handle, 1);
        letMuchTimePass();
        outcomeOf(handle);

        TaskHandle<String> again = handle.retry(RESUME);
        awaitRetry(again, 3);

        assertThat(handle.cancel()).isTrue();
        assertThat(outcomeOf(again)).isInstanceOf(Outcome.Cancelled.class);
        assertThat(stateOf(again)).isNotEqualTo(WAITING_RETRY);
        assertThat(time.pending()).as("the pulse's alarm only").isEqualTo(1);
    }

    private String quicklyWithoutKeys(String input, TaskContext context) throws Exception {
        context.each(ITEMS).forEach(this::quickly);
        return "through";
    }

    private static String fail() {
        throw new IllegalStateException("planted failure");
    }

    private static void write(TaskContext context, String name) throws Exception {
        context.writeArtifact(name, "text/plain", out -> out.write(name.getBytes(StandardCharsets.UTF_8)));
    }
}
