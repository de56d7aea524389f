package dev.errand.engine;

import static dev.errand.SubmitOptions.by;
import static java.time.Duration.ZERO;
import static java.time.Duration.ofDays;
import static java.time.Duration.ofHours;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import dev.errand.Command;
import dev.errand.TaskHandle;
import dev.errand.TaskId;
import dev.errand.TaskSnapshot;
import dev.errand.TaskState;
import dev.errand.registry.DurableTaskRegistry;
import dev.errand.registry.RegistryUnavailableException;
import dev.errand.testkit.SharedTasks;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Who is looked for in a shared registry, and for how long. */
class WatchesTest extends EngineFixture {

    private final SharedTasks shared = new SharedTasks(time);

    /** Remembers the latest, and how it ended. */
    private static final class Viewer implements Flow.Subscriber<TaskSnapshot> {

        private final CompletableFuture<Flow.Subscription> subscription = new CompletableFuture<>();
        private final CountDownLatch completed = new CountDownLatch(1);
        private volatile @Nullable TaskState latest;

        @Override
        public void onSubscribe(Flow.Subscription granted) {
            granted.request(Long.MAX_VALUE);
            subscription.complete(granted);
        }

        @Override
        public void onNext(TaskSnapshot task) {
            latest = task.state();
        }

        @Override
        public void onError(Throwable failure) {}

        @Override
        public void onComplete() {
            completed.countDown();
        }
    }

    @Test
    void looksForNobodyWhoHasLeft() throws InterruptedException {
        TaskEngine tasks = use(builder().registry(shared.registry()).register(ECHO, (input, context) -> input));
        int usual = time.pending();
        TaskHandle<String> handle = tasks.submit(ECHO, "a", by("ana").delay(ofDays(3)));
        Viewer viewer = new Viewer();
        handle.updates().subscribe(viewer);
        Flow.Subscription subscription = viewer.subscription.join();
        assertThat(handle.await(ZERO)).isEmpty();
        assertThat(time.pending()).as("with the alarm of the next look").isGreaterThan(usual);

        subscription.cancel();

        await(() -> {
            time.advance(ofSeconds(1));
            return time.pending() == usual;
        });
    }

    @Test
    void showsTheEndToWhoeverComesBackLater() throws InterruptedException {
        TaskEngine elsewhere = TaskEngine.builder()
                .time(time)
                .registry(shared.registry())
                .register(ECHO, (input, context) -> input)
                .build();
        TaskEngine tasks = use(builder().registry(shared.registry()).register(ECHO, (input, context) -> input));
        int usual = time.pending();
        TaskHandle<String> handle = tasks.submit(ECHO, "a", by("ana").delay(ofHours(1)));
        Flow.Publisher<TaskSnapshot> updates = handle.updates();
        assertThat(handle.await(ZERO)).isEmpty();
        await(() -> {
            time.advance(ofSeconds(1));
            return time.pending() == usual;
        });
        Viewer viewer = new Viewer();
        updates.subscribe(viewer);
        assertThat(viewer.subscription.join()).isNotNull();

        elsewhere.find(handle.id()).orElseThrow().cancel(Command.by("olga"));

        await(() -> {
            time.advance(ofSeconds(1));
            return viewer.latest == TaskState.CANCELLED;
        });
        viewer.completed.await();
        elsewhere.close();
    }

    @Test
    void looksSoonForWhoeverComesLaterToo() throws InterruptedException {
        TaskEngine elsewhere = use(builder().registry(shared.registry()).register(ECHO, (input, context) -> input));
        TaskHandle<String> first = elsewhere.submit(ECHO, "a", by("ana").delay(ofDays(3)));
        TaskHandle<String> second = elsewhere.submit(ECHO, "b", by("ana").delay(ofDays(3)));
        Watches watches = new Watches(shared.registry(), time, ofHours(1), id -> false);
        try (Watches.Watched patient = watches.watch(first.snapshot(), true)) {
            for (int looks = 0; looks < 12; looks++) {
                int others = time.pending();
                time.advance(ofSeconds(10)); // each look is later than the one before
                await(() -> time.pending() >= others);
            }
            try (Watches.Watched one = watches.watch(second.snapshot(), true)) {
                second.cancel(Command.by("olga"));
                time.advance(ofMillis(10));
                await(one::isOver);
            }
            assertThat(patient.isOver()).isFalse();
        }
    }

    @Test
    void endsWhatIsForgottenForThoseWhoWatchIt() throws InterruptedException {
        TaskEngine tasks = use(builder().registry(shared.registry()).register(ECHO, (input, context) -> input));
        TaskSnapshot forgotten =
                tasks.submit(ECHO, "a", by("ana").delay(ofDays(3))).snapshot();
        Watches watches = new Watches(new SharedTasks(time).registry(), time, ofSeconds(1), id -> false);
        Viewer viewer = new Viewer();
        try (Watches.Watched one = watches.watch(forgotten, true)) {
            one.updates().subscribe(viewer);
            await(() -> {
                time.advance(ofSeconds(1));
                return one.isOver();
            });
        }

        viewer.completed.await();
        assertThat(viewer.latest).isEqualTo(TaskState.CANCELLED);
    }

    @Test
    void tellsOfOtherTasksThoughOneCannotBeRead() throws InterruptedException {
        TaskEngine elsewhere = use(builder().registry(shared.registry()).register(ECHO, (input, context) -> input));
        TaskHandle<String> first = elsewhere.submit(ECHO, "a", by("ana").delay(ofDays(3)));
        TaskHandle<String> second = elsewhere.submit(ECHO, "b", by("bea").delay(ofDays(3)));
        Unfindable lost = new Unfindable(first.id());
        Watches watches = new Watches(lost.registry(), time, ofSeconds(1), id -> false);
        try (Watches.Watched unreadable = watches.watch(first.snapshot(), true);
                Watches.Watched one = watches.watch(second.snapshot(), true)) {
            lost.because(new IllegalStateException("written by a later version"));
            time.advance(ofMinutes(2));
            second.cancel(Command.by("olga"));

            await(() -> {
                time.advance(ofSeconds(1));
                return one.isOver();
            });
            assertThat(unreadable.isOver()).isFalse();
        }
    }

    @Test
    void asksNothingMoreOfARegistryThatIsAway() {
        TaskEngine elsewhere = use(builder().registry(shared.registry()).register(ECHO, (input, context) -> input));
        TaskHandle<String> handle = elsewhere.submit(ECHO, "a", by("ana").delay(ofDays(3)));
        Unfindable lost = new Unfindable(handle.id());
        Watches watches = new Watches(lost.registry(), time, ofSeconds(1), id -> false);
        try (Watches.Watched one = watches.watch(handle.snapshot(), true)) {
            lost.because(new RegistryUnavailableException("planted", null));
            time.advance(ofMinutes(2));
            awaitLookInVain(lost);
            int looks = lost.looks.get();

            awaitLookInVain(lost);
            awaitLookInVain(lost);

            assertThat(lost.looks).hasValue(looks);
            assertThat(one.isOver()).isFalse();
        }
    }

    private void awaitLookInVain(Unfindable lost) {
        int before = lost.inVain.get();
        await(() -> {
            time.advance(ofSeconds(1));
            return lost.inVain.get() > before;
        });
    }

    /** A view of the shared tasks in which one cannot be found, from some moment on. */
    private final class Unfindable {

        private final TaskId task;
        private final DurableTaskRegistry whole = shared.registry();
        private final AtomicInteger inVain = new AtomicInteger();
        private final AtomicInteger looks = new AtomicInteger();
        private volatile @Nullable RuntimeException reason;

        Unfindable(TaskId task) {
            this.task = task;
        }

        void because(RuntimeException why) {
            reason = why;
        }

        DurableTaskRegistry registry() {
            return (DurableTaskRegistry) Proxy.newProxyInstance(
                    getClass().getClassLoader(),
                    new Class<?>[] {DurableTaskRegistry.class},
                    (proxy, method, arguments) -> {
                        RuntimeException why = reason;
                        if (method.getName().equals("find") && arguments[0].equals(task) && why != null) {
                            inVain.incrementAndGet();
                            throw why;
                        }
                        looks.addAndGet(method.getName().equals("newerThan") ? 1 : 0);
                        try {
                            return method.invoke(whole, arguments);
                        } catch (InvocationTargetException e) {
                            throw e.getCause();
                        }
                    });
        }
    }
}
