package dev.errand.spring.engine;

import static java.time.Duration.ZERO;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import dev.errand.TaskHandle;
import dev.errand.TaskType;
import dev.errand.cluster.SharedExecutor;
import dev.errand.cluster.SharedWork;
import dev.errand.engine.TaskEngine;
import dev.errand.executor.TaskExecutor;
import dev.errand.jdbc.ClusterExecutor;
import dev.errand.jdbc.JdbcTaskRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

@Timeout(60)
class LifecycleTest {

    private static final TaskType<Integer, Integer> DOUBLE = TaskType.named("double", Integer.class, Integer.class);

    private final StartGate gate = new StartGate();

    @Test
    void nothingRunsBeforeTheApplicationHasStarted() throws Exception {
        try (TaskEngine tasks = TaskEngine.builder()
                .executor(gate.behind(TaskExecutor.virtualThreads(4)))
                .build()) {
            TaskHandle<Integer> early = tasks.submit("early", context -> 1);
            assertThat(early.await(Duration.ofMillis(50))).isEmpty();
            gate.open();
            assertThat(early.await(ofSeconds(30))).isPresent();
            assertThat(tasks.submit("late", context -> 1).await(ofSeconds(30))).isPresent();
        }
    }

    @Test
    void norDoesAClusterBefore() throws Exception {
        DataSource source = new DriverManagerDataSource("jdbc:h2:mem:gate;DB_CLOSE_DELAY=-1", "sa", "");
        try (TaskEngine tasks = TaskEngine.builder()
                .register(DOUBLE, (input, context) -> input * 2)
                .registry(JdbcTaskRegistry.on(source))
                .executor(gate.behind(ClusterExecutor.on(source).pollingEvery(Duration.ofMillis(20))))
                .shutdownGrace(ZERO)
                .build()) {
            TaskHandle<Integer> early = tasks.submit(DOUBLE, 21);
            assertThat(early.await(Duration.ofMillis(200))).isEmpty();
            gate.open();
            assertThat(early.asFuture().get(30, TimeUnit.SECONDS)).isEqualTo(42);
        }
    }

    @Test
    void aClusterIsLeftAloneWhenTheApplicationEnds() throws Exception {
        DataSource source = new DriverManagerDataSource("jdbc:h2:mem:closing;DB_CLOSE_DELAY=-1", "sa", "");
        try (TaskEngine tasks = TaskEngine.builder()
                        .register(DOUBLE, (input, context) -> input * 2)
                        .registry(JdbcTaskRegistry.on(source))
                        .executor(gate.behind(ClusterExecutor.on(source).pollingEvery(Duration.ofMillis(20))))
                        .shutdownGrace(ZERO)
                        .build();
                TaskEngine other = TaskEngine.builder()
                        .registerRemote(DOUBLE)
                        .registry(JdbcTaskRegistry.on(source))
                        .shutdownGrace(ZERO)
                        .build()) {
            gate.open();
            assertThat(tasks.submit(DOUBLE, 21).asFuture().get(30, TimeUnit.SECONDS))
                    .isEqualTo(42);
            gate.closeForGood();
            assertThat(tasks.submit("in place", context -> 1).await(Duration.ofMillis(200)))
                    .isEmpty();
            assertThat(tasks.submit(DOUBLE, 21).await(Duration.ofMillis(200))).isEmpty();
            assertThat(other.submit(DOUBLE, 21).await(Duration.ofMillis(200))).isEmpty();
        }
    }

    @Test
    void whatIsClosedForGoodIsNotOpenedAgain() {
        Draining executor = new Draining();
        SharedExecutor gated = (SharedExecutor) gate.behind(executor);
        gate.open();
        gated.drain(true);
        gated.drain(false);
        assertThat(executor.drained).containsExactly(true, false);
        assertThat(gated.tryStart(() -> {})).isTrue();

        gate.closeForGood();
        gated.drain(false);
        gate.open();
        assertThat(executor.drained).containsExactly(true, false, true, true);
        assertThat(gated.tryStart(() -> {})).isFalse();
        gated.wake();
        assertThat(executor.woken).as("for the other engines").isEqualTo(1);
    }

    @Test
    void anEngineIsShutDownAfterTheWebServerAndBeforeBeansAreDestroyed() {
        List<String> order = new CopyOnWriteArrayList<>();
        CountDownLatch running = new CountDownLatch(1);
        try (AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext()) {
            TaskEngine tasks = TaskEngine.builder()
                    .executor(gate.behind(TaskExecutor.virtualThreads(4)))
                    .build();
            context.registerBean("server", SmartLifecycle.class, () -> new Noting(order));
            context.registerBean("pool", AutoCloseable.class, () -> () -> order.add("pool closed"));
            context.registerBean(
                    TaskEngineLifecycle.class,
                    () -> new TaskEngineLifecycle(tasks, gate, ofSeconds(1), Optional.empty()));
            context.refresh();
            tasks.submit("running", task -> {
                running.countDown();
                try {
                    new CountDownLatch(1).await();
                } finally {
                    order.add("task interrupted");
                }
                return 1;
            });
            running.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
        assertThat(order).containsExactly("server stopped", "task interrupted", "pool closed");
    }

    @Test
    void anEngineThatCannotStartAgainIsNotPaused() {
        TaskEngineLifecycle lifecycle =
                new TaskEngineLifecycle(TaskEngine.inMemory(), gate, ZERO, Optional.of("alone"));
        assertThat(lifecycle.isPauseable()).isFalse();
        assertThat(lifecycle.isRunning()).isFalse();
        lifecycle.start();
        assertThat(lifecycle.isRunning()).isTrue();
        lifecycle.stop();
        assertThat(lifecycle.isRunning()).isFalse();
    }

    @Test
    @ExtendWith(OutputCaptureExtension.class)
    void whoStartsItAgainIsToldThatNothingRuns(CapturedOutput output) {
        TaskEngineLifecycle lifecycle = new TaskEngineLifecycle(TaskEngine.inMemory(), gate, ZERO, Optional.empty());
        lifecycle.start();
        lifecycle.stop();
        assertThat(output).doesNotContain("ERROR");
        lifecycle.start();
        assertThat(lifecycle.isRunning()).isFalse();
        assertThat(output).contains("ERROR", "takes no tasks", "new");
    }

    @Test
    void twoProcessesOfOneNameAreNoticed() {
        DataSource source = new DriverManagerDataSource("jdbc:h2:mem:names;DB_CLOSE_DELAY=-1", "sa", "");
        try (TaskEngine one = named("web-1", source)) {
            assertThat(SameName.warnOf(one, "web-1")).isFalse();
            try (TaskEngine other = named("web-1", source);
                    TaskEngine third = named("web-2", source)) {
                assertThat(SameName.warnOf(other, "web-1")).isTrue();
                assertThat(SameName.warnOf(third, "web-2")).isFalse();
            }
        }
    }

    private static TaskEngine named(String name, DataSource source) {
        return TaskEngine.builder()
                .registry(JdbcTaskRegistry.on(source))
                .nodeName(name)
                .shutdownGrace(ZERO)
                .build();
    }

    /** Notes what it is told. */
    private static final class Draining implements SharedExecutor {

        private final List<Boolean> drained = new ArrayList<>();
        private int woken;

        @Override
        public int capacity() {
            return 1;
        }

        @Override
        public void open(SharedWork work) {}

        @Override
        public void wake() {
            woken++;
        }

        @Override
        public void look() {}

        @Override
        public void drain(boolean drain) {
            drained.add(drain);
        }

        @Override
        public void close() {}

        @Override
        public boolean tryStart(Runnable work) {
            return true;
        }

        @Override
        public void onRoom(Runnable callback) {}

        @Override
        public boolean shutdown(Duration limit) {
            return true;
        }
    }

    /** In the phase in which a web server stops. */
    private static final class Noting implements SmartLifecycle {

        private final List<String> order;
        private boolean running;

        Noting(List<String> order) {
            this.order = order;
        }

        @Override
        public int getPhase() {
            return DEFAULT_PHASE - 2048;
        }

        @Override
        public void start() {
            running = true;
        }

        @Override
        public void stop() {
            running = false;
            order.add("server stopped");
        }

        @Override
        public boolean isRunning() {
            return running;
        }
    }
}
