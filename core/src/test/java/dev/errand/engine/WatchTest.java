package dev.errand.engine;

import static dev.errand.TaskState.QUEUED;
import static dev.errand.TaskState.RUNNING;
import static dev.errand.TaskState.SUCCEEDED;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import dev.errand.Outcome;
import dev.errand.Retry;
import dev.errand.TaskHandle;
import dev.errand.TaskSnapshot;
import dev.errand.event.TaskEvent;
import dev.errand.executor.TaskExecutor;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Flow;
import java.util.concurrent.LinkedBlockingQueue;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class WatchTest extends EngineFixture {

    private final BlockingQueue<TaskEvent> events = new LinkedBlockingQueue<>();

    @Test
    void showsFreshProgressWheneverAsked() throws InterruptedException {
        TaskEngine tasks = use(builder().register(ECHO, (input, context) -> {
            context.progress().total(10);
            context.progress().advance(4);
            return waitAtGate(input, context);
        }));
        TaskHandle<String> handle = tasks.submit(ECHO, "a");
        atGate.acquire();
        time.advance(ofMillis(500));

        assertThat(handle.snapshot().progress().done()).isEqualTo(4);
        assertThat(handle.snapshot().percent()).hasValue(40);
        assertThat(handle.snapshot().progress().unitsPerSecond()).hasValue(8);
    }

    @Test
    void doesNotShowAHundredPercentBeforeTheEnd() throws InterruptedException {
        TaskEngine tasks = use(builder().register(ECHO, (input, context) -> {
            context.progress().total(10);
            context.progress().advance(10);
            return waitAtGate(input, context);
        }));
        TaskHandle<String> handle = tasks.submit(ECHO, "a");
        atGate.acquire();

        assertThat(handle.snapshot().percent()).hasValue(99);
        openGate();
        outcomeOf(handle);
        assertThat(handle.snapshot().percent()).hasValue(100);
    }

    @Test
    void tellsListenersWhatHappensInItsOrder() throws InterruptedException {
        TaskEngine tasks = use(builder()
                .register(ECHO.retrying(Retry.fixed(2, ofSeconds(5))), (input, context) -> {
                    if (context.attempt() == 1) {
                        throw new IllegalStateException("broken");
                    }
                    context.writeArtifact("a.txt", "text/plain", out -> out.write(1));
                    context.progress().advance(7);
                    return waitAtGate(input, context);
                })
                .listener(events::add));
        TaskHandle<String> handle = tasks.submit(ECHO, "a");

        assertThat(events.take()).isInstanceOf(TaskEvent.Submitted.class);
        assertThat(events.take()).isInstanceOf(TaskEvent.Started.class);
        assertThat(events.take())
                .isInstanceOfSatisfying(
                        TaskEvent.RetryScheduled.class,
                        retry -> assertThat(retry.failure().detail()).contains("broken"));
        awaitRetry(handle, 1);
        time.advance(ofSeconds(6));
        assertThat(events.take()).isInstanceOf(TaskEvent.Started.class);
        assertThat(events.take())
                .isInstanceOfSatisfying(
                        TaskEvent.ArtifactWritten.class,
                        written -> assertThat(written.task().artifacts()).hasSize(1));
        atGate.acquire();
        time.advance(ofSeconds(1));
        assertThat(events.take())
                .isInstanceOfSatisfying(
                        TaskEvent.Progressed.class,
                        progressed ->
                                assertThat(progressed.task().progress().done()).isEqualTo(7));
        time.advance(ofSeconds(5));
        handle.cancel();
        assertThat(events.take()).as("no progress, nothing told").isInstanceOf(TaskEvent.CancelRequested.class);
        openGate();
        assertThat(events.take())
                .isInstanceOfSatisfying(
                        TaskEvent.Ended.class,
                        ended -> assertThat(ended.outcome()).isEqualTo(new Outcome.Succeeded<>("a")));
    }

    @Test
    void isNotDisturbedByAListenerThatThrows() throws InterruptedException {
        TaskEngine tasks = use(builder()
                .listener(event -> {
                    throw new AssertionError("broken listener");
                })
                .listener(events::add));

        assertThat(outcomeOf(tasks.submit("a", context -> "done"))).isEqualTo(new Outcome.Succeeded<>("done"));
        assertThat(List.of(events.take(), events.take(), events.take())).hasSize(3);
    }

    @Test
    void isNotDisturbedByAListenerThatHangs() throws InterruptedException {
        CountDownLatch forever = new CountDownLatch(1);
        TaskEngine tasks = use(builder().listener(event -> forever.await()).listener(events::add));
        for (int i = 0; i < 6_000; i++) {
            TaskHandle<String> handle = tasks.submit("a", context -> "done");
            assertThat(outcomeOf(handle)).isEqualTo(new Outcome.Succeeded<>("done"));
        }

        for (int i = 0; i < 3 * 6_000; i++) {
            events.take();
        }
        assertThat(tasks.shutdown(ofSeconds(5))).isTrue();
        forever.countDown();
    }

    @Test
    void publishesTheNewestSnapshots() throws InterruptedException {
        TaskEngine tasks = use(builder().register(ECHO, (input, context) -> {
            context.progress().advance(1);
            return waitAtGate(input, context);
        }));
        TaskHandle<String> handle = tasks.submit(ECHO, "a");
        atGate.acquire();
        Watcher watcher = new Watcher(Long.MAX_VALUE);
        handle.updates().subscribe(watcher);

        assertThat(watcher.snapshots.take().state()).isEqualTo(RUNNING);
        time.advance(ofSeconds(1));
        assertThat(watcher.snapshots.take().progress().done()).isEqualTo(1);
        openGate();
        assertThat(watcher.snapshots.take().state()).isEqualTo(SUCCEEDED);
        watcher.completed.await();
    }

    @Test
    void givesASlowSubscriberTheNewestOnly() throws InterruptedException {
        TaskEngine tasks =
                use(builder().register(ECHO, (input, context) -> input).executor(TaskExecutor.virtualThreads(1)));
        tasks.submit("holds the only place", context -> waitAtGate("", context));
        atGate.acquire();
        TaskHandle<String> handle = tasks.submit(ECHO, "a");
        Watcher watcher = new Watcher(1);
        handle.updates().subscribe(watcher);
        assertThat(watcher.snapshots.take().state()).isEqualTo(QUEUED);

        openGate();
        outcomeOf(handle);
        watcher.subscription().request(1);

        assertThat(watcher.snapshots.take().state()).isEqualTo(SUCCEEDED);
        watcher.completed.await();
    }

    @Test
    void publishesTheEndAlsoToThoseWhoComeLate() throws InterruptedException {
        TaskEngine tasks = use(builder());
        TaskHandle<String> handle = tasks.submit("a", context -> "done");
        outcomeOf(handle);

        for (Flow.Publisher<TaskSnapshot> updates :
                List.of(handle.updates(), tasks.find(handle.id()).orElseThrow().updates())) {
            Watcher watcher = new Watcher(5);
            updates.subscribe(watcher);
            assertThat(watcher.snapshots.take().state()).isEqualTo(SUCCEEDED);
            watcher.completed.await();
        }
    }

    @Test
    void sendsNothingAfterACancelledSubscription() throws InterruptedException {
        TaskEngine tasks = use(builder().register(ECHO, this::waitAtGate));
        TaskHandle<String> handle = tasks.submit(ECHO, "a");
        atGate.acquire();
        Watcher watcher = new Watcher(Long.MAX_VALUE);
        handle.updates().subscribe(watcher);
        watcher.snapshots.take();

        watcher.subscription().cancel();
        openGate();
        outcomeOf(handle);
        Watcher later = new Watcher(1);
        handle.updates().subscribe(later);
        later.completed.await();

        assertThat(watcher.snapshots).isEmpty();
        assertThat(watcher.completed.getCount()).isEqualTo(1);
    }

    @Test
    void refusesARequestForNothing() throws InterruptedException {
        TaskEngine tasks = use(builder().register(ECHO, this::waitAtGate));
        Watcher watcher = new Watcher(0);
        tasks.submit(ECHO, "a").updates().subscribe(watcher);

        assertThat(watcher.errors.take()).isInstanceOf(IllegalArgumentException.class);
        assertThat(watcher.snapshots).isEmpty();
    }

    /** Requests a number at first, and keeps what comes. */
    private static final class Watcher implements Flow.Subscriber<TaskSnapshot> {

        private final long firstRequest;
        private final BlockingQueue<TaskSnapshot> snapshots = new LinkedBlockingQueue<>();
        private final BlockingQueue<Throwable> errors = new LinkedBlockingQueue<>();
        private final CountDownLatch completed = new CountDownLatch(1);
        private volatile Flow.@Nullable Subscription subscription;

        Watcher(long firstRequest) {
            this.firstRequest = firstRequest;
        }

        Flow.Subscription subscription() {
            return Objects.requireNonNull(subscription, "not subscribed yet");
        }

        @Override
        public void onSubscribe(Flow.Subscription given) {
            subscription = given;
            given.request(firstRequest);
        }

        @Override
        public void onNext(TaskSnapshot snapshot) {
            snapshots.add(snapshot);
        }

        @Override
        public void onError(Throwable error) {
            errors.add(error);
        }

        @Override
        public void onComplete() {
            completed.countDown();
        }
    }
}
