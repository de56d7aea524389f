package dev.errand.engine;

import static dev.errand.SubmitOptions.by;
import static java.time.Duration.ZERO;
import static java.time.Duration.ofDays;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.errand.Outcome;
import dev.errand.Owner;
import dev.errand.Retry;
import dev.errand.TaskContext;
import dev.errand.TaskHandle;
import dev.errand.TaskState;
import dev.errand.TaskType;
import dev.errand.cluster.SharedExecutor;
import dev.errand.cluster.SharedWork;
import dev.errand.registry.DurableTaskRegistry;
import dev.errand.registry.Liveness;
import dev.errand.registry.RegistryUnavailableException;
import dev.errand.registry.Transition;
import dev.errand.testkit.ManualTime;
import dev.errand.testkit.SharedRegistry;
import dev.errand.testkit.SharedTasks;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What an engine makes of a registry, shared with others, that breaks down or takes its time in the middle of something. */
@Timeout(20)
class SharedFaultsTest {

    private static final TaskType<String, String> ECHO = TaskType.named("echo", String.class, String.class);
    private static final TaskType<String, String> WAIT = TaskType.named("wait", String.class, String.class);
    private static final Duration LONG = ofSeconds(15);
    private static final Liveness SLOW = new Liveness(ofMinutes(10), ofMinutes(3));
    private static final int BEATS_OF_A_LEASE = 31;

    /** Comes before a call of the registry. */
    private interface Before {

        void call(String method, List<Object> arguments) throws Exception;
    }

    private final ManualTime time = new ManualTime();
    private final SharedTasks shared = new SharedTasks(time);
    private final List<TaskEngine> engines = new ArrayList<>();
    private final Semaphore atGate = new Semaphore(0);
    private final CountDownLatch gate = new CountDownLatch(1);

    @AfterEach
    void leavesNothingRunning() throws InterruptedException {
        gate.countDown();
        for (TaskEngine engine : engines) {
            engine.shutdown(ZERO);
        }
    }

    @Test
    void goesOnWithATaskWhoseEndCannotEvenBeWrittenDownAsAFailure() throws InterruptedException {
        AtomicInteger faults = new AtomicInteger(2);
        SharedRegistry registry = shared.registry();
        TaskEngine tasks = start(builder(disturbed(registry, (method, arguments) -> {
                    if (isEnd(method, arguments) && faults.getAndDecrement() > 0) {
                        throw new NoClassDefFoundError("planted");
                    }
                }))
                .register(ECHO, (input, context) -> input));
        TaskHandle<String> handle = tasks.submit(ECHO, "a", by("ana"));

        awaitBeating(registry, handle);

        assertThat(handle.await(ZERO)).contains(new Outcome.Succeeded<>("a"));
        assertThat(handle.snapshot().status().attempt()).isEqualTo(2);
    }

    @Test
    void keepsItsLeaseThoughItCannotBeDoneWithTakingOver() throws InterruptedException {
        SharedRegistry registry = shared.registry();
        TaskEngine tasks = start(builder(disturbed(registry, (method, arguments) -> {
                    if (method.equals("lapsed")) {
                        gate.await();
                    }
                }))
                .register(WAIT, this::waitAtGate));
        TaskHandle<String> handle = tasks.submit(WAIT, "a", by("ana"));
        atGate.acquire();

        for (int beats = 0; beats < BEATS_OF_A_LEASE; beats++) {
            beat(registry);
        }
        gate.countDown();

        assertThat(handle.await(LONG)).contains(new Outcome.Succeeded<>("a"));
        assertThat(handle.snapshot().status().losses()).isZero();
    }

    @Test
    void takesOverWhatItCanAtTheSameTime() throws InterruptedException {
        CountDownLatch together = new CountDownLatch(2);
        SharedRegistry lost = shared.registry();
        TaskEngine first = start(builder(lost).register(WAIT, this::waitAtGate));
        List<TaskHandle<String>> handles = first.submitAll(WAIT, List.of("a", "b"), by("ana"));
        atGate.acquire(2);
        SharedRegistry registry = shared.registry();
        TaskEngine second = start(builder(disturbed(registry, (method, arguments) -> {
                    if (method.equals("apply") && ((Transition) arguments.getLast()).to() == TaskState.INTERRUPTED) {
                        together.countDown();
                        together.await();
                    }
                }))
                .register(WAIT, (input, context) -> input));
        lost.cutOff();

        for (TaskHandle<String> handle : handles) {
            TaskHandle<String> there =
                    second.find(WAIT, handle.id(), Owner.of("ana")).orElseThrow();
            awaitBeating(registry, there);
            assertThat(there.await(LONG)).isPresent();
        }
    }

    @Test
    void beatsOnThoughStoppingBrokeDown() {
        AtomicInteger faults = new AtomicInteger(1);
        SharedRegistry registry = shared.registry();
        start(builder(registry).executor(executor((method, arguments) -> {
            if (method.equals("drain") && faults.getAndDecrement() > 0) {
                throw new NoClassDefFoundError("planted");
            }
        })));
        EngineFixture.await(() -> registry.heartbeats() > 0);
        registry.cutOff();

        assertThatExceptionOfType(NoClassDefFoundError.class).isThrownBy(() -> time.advance(ofMinutes(1)));
        registry.heal();

        beat(registry);
    }

    @Test
    void countsWhatWaitsNowAndThenOnly() {
        AtomicInteger cares = new AtomicInteger();
        AtomicInteger counts = new AtomicInteger();
        SharedRegistry registry = shared.registry();
        start(builder(disturbed(registry, (method, arguments) -> {
            switch (method) {
                case "lapsed" -> cares.incrementAndGet();
                case "waiting" -> counts.incrementAndGet();
                default -> {}
            }
        })));
        EngineFixture.await(() -> counts.get() > 0);

        beatAndAwait(9, registry, cares);
        assertThat(counts).hasValue(1);

        beatAndAwait(3, registry, cares);
        EngineFixture.await(() -> counts.get() == 2);
    }

    @Test
    void doesATaskAgainWhenItsDelayIsOver() throws InterruptedException {
        SharedRegistry registry = shared.registry();
        TaskEngine tasks = start(builder(registry)
                .liveness(SLOW)
                .register(ECHO.retrying(Retry.fixed(2, ofMillis(200))), (input, context) -> {
                    if (context.attempt() == 1) {
                        throw new IllegalStateException("planted");
                    }
                    return input;
                }));
        int usual = time.pending();
        TaskHandle<String> handle = tasks.submit(ECHO, "a", by("ana"));
        EngineFixture.await(() -> time.pending() > usual);

        time.advance(ofSeconds(1)); // no delay is exact, so that not all come again together

        assertThat(handle.await(LONG)).contains(new Outcome.Succeeded<>("a"));
    }

    @Test
    void setsNoAlarmThatOutlivesItByMuch() {
        TaskEngine tasks = start(builder(shared.registry()).register(ECHO, (input, context) -> input));
        int usual = time.pending();

        tasks.submit(ECHO, "in a month", by("ana").delay(ofDays(30)));

        assertThat(time.pending()).isEqualTo(usual);
    }

    @Test
    void isBuiltAsSoonAsItsRegistryIsThere() throws InterruptedException {
        AtomicInteger faults = new AtomicInteger(2);
        TaskEngineBuilder builder = builder(disturbed(shared.registry(), (method, arguments) -> {
                    if (method.equals("open") && faults.getAndDecrement() > 0) {
                        throw new RegistryUnavailableException("planted", null);
                    }
                }))
                .register(ECHO, (input, context) -> input);
        assertThatExceptionOfType(RegistryUnavailableException.class).isThrownBy(builder::build);
        assertThatExceptionOfType(RegistryUnavailableException.class).isThrownBy(builder::build);

        TaskEngine tasks = start(builder);

        assertThat(tasks.submit(ECHO, "a", by("ana")).await(LONG)).contains(new Outcome.Succeeded<>("a"));
        assertThatIllegalStateException().isThrownBy(builder::build).withMessage("this builder has built its engine");
    }

    @Test
    void saysThatItCannotBeBuiltAgainOnceItsRegistryWasOpen() {
        SharedRegistry away = shared.registry();
        away.cutOff();
        TaskEngineBuilder builder = builder(away);
        assertThatExceptionOfType(RegistryUnavailableException.class).isThrownBy(builder::build);
        away.heal();

        assertThatIllegalStateException()
                .isThrownBy(builder::build)
                .withMessage("this builder could not start its engine, whose registry is closed since: begin again with"
                        + " a new builder and a new registry, and a new executor if that is shared");
    }

    @Test
    void closesNoExecutorThatItHasNotOpened() {
        List<String> calls = new ArrayList<>();
        TaskEngineBuilder builder = builder(disturbed(shared.registry(), (method, arguments) -> {
                    calls.add("registry." + method);
                    throw new RegistryUnavailableException("planted", null);
                }))
                .executor(executor((method, arguments) -> calls.add("executor." + method)));

        assertThatExceptionOfType(RegistryUnavailableException.class).isThrownBy(builder::build);

        assertThat(calls).contains("registry.open").doesNotContain("registry.close", "executor.close");
    }

    private void beatAndAwait(int times, SharedRegistry registry, AtomicInteger cares) {
        for (int beats = 0; beats < times; beats++) {
            int before = cares.get();
            beat(registry);
            EngineFixture.await(() -> cares.get() > before);
        }
    }

    private String waitAtGate(String input, TaskContext context) throws InterruptedException {
        atGate.release();
        gate.await();
        return input;
    }

    private static boolean isEnd(String method, List<Object> arguments) {
        return method.equals("apply") && ((Transition) arguments.getLast()).to().isFinal();
    }

    private TaskEngineBuilder builder(DurableTaskRegistry registry) {
        return TaskEngine.builder().registry(registry).time(time);
    }

    private TaskEngine start(TaskEngineBuilder builder) {
        TaskEngine engine = builder.build();
        engines.add(engine);
        return engine;
    }

    private static DurableTaskRegistry disturbed(SharedRegistry registry, Before before) {
        return disturbed(DurableTaskRegistry.class, registry, before);
    }

    /** One that has no room. */
    private static SharedExecutor executor(Before before) {
        return disturbed(SharedExecutor.class, new NoRoom(), before);
    }

    private static <T> T disturbed(Class<T> type, T real, Before before) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(), new Class<?>[] {type}, (proxy, method, arguments) -> {
                    before.call(method.getName(), arguments == null ? List.of() : List.of(arguments));
                    try {
                        return method.invoke(real, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                }));
    }

    private static final class NoRoom implements SharedExecutor {

        @Override
        public boolean tryStart(Runnable work) {
            return false;
        }

        @Override
        public void onRoom(Runnable callback) {}

        @Override
        public boolean shutdown(Duration limit) {
            return true;
        }

        @Override
        public int capacity() {
            return 1;
        }

        @Override
        public void open(SharedWork work) {}

        @Override
        public void wake() {}

        @Override
        public void look() {}

        @Override
        public void drain(boolean drain) {}

        @Override
        public void close() {}
    }

    /** Lets time pass, a heartbeat at a time, until a task has ended. */
    private void awaitBeating(SharedRegistry registry, TaskHandle<?> handle) {
        EngineFixture.await(() -> {
            beat(registry);
            return handle.snapshot().state().isFinal();
        });
    }

    private void beat(SharedRegistry registry) {
        long before = registry.heartbeats();
        time.advance(ofSeconds(1));
        EngineFixture.await(() -> registry.heartbeats() > before);
    }
}
