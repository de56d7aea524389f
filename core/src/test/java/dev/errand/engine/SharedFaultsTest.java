package dev.errand.engine;

import static dev.errand.SubmitOptions.by;
import static java.time.Duration.ZERO;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import dev.errand.Outcome;
import dev.errand.TaskHandle;
import dev.errand.TaskType;
import dev.errand.registry.DurableTaskRegistry;
import dev.errand.registry.Transition;
import dev.errand.testkit.ManualTime;
import dev.errand.testkit.SharedRegistry;
import dev.errand.testkit.SharedTasks;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What an engine makes of a registry, shared with others, that breaks down or takes its time in the middle of something. */
@Timeout(20)
class SharedFaultsTest {

    private static final TaskType<String, String> ECHO = TaskType.named("echo", String.class, String.class);

    /** Comes before a call of the registry. */
    private interface Before {

        void call(String method, List<Object> arguments) throws Exception;
    }

    private final ManualTime time = new ManualTime();
    private final SharedTasks shared = new SharedTasks(time);
    private final List<TaskEngine> engines = new ArrayList<>();
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
        return (DurableTaskRegistry) Proxy.newProxyInstance(
                DurableTaskRegistry.class.getClassLoader(),
                new Class<?>[] {DurableTaskRegistry.class},
                (proxy, method, arguments) -> {
                    before.call(method.getName(), arguments == null ? List.of() : List.of(arguments));
                    try {
                        return method.invoke(registry, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
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
