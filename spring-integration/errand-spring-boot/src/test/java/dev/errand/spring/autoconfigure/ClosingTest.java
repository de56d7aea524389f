package dev.errand.spring.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import dev.errand.TaskHandle;
import dev.errand.TaskState;
import dev.errand.engine.TaskEngine;
import dev.errand.registry.TaskRegistry;
import dev.errand.testkit.SharedTasks;
import dev.errand.testkit.SteppingExecutor;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.context.support.GenericApplicationContext;

/** An application that ends, and has calls open meanwhile. */
@Timeout(60)
class ClosingTest {

    private final ApplicationContextRunner application = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(ErrandAutoConfiguration.class))
            .withUserConfiguration(Serving.class);

    @Test
    void tasksBeginNoMoreWhileTheServerWaitsForOpenCalls() {
        assertThat(callOf(application.withBean(
                        TaskRegistry.class, () -> new SharedTasks(InstantSource.system()).registry())))
                .satisfies(call -> {
                    assertThat(call.begun).as("tasks begun after the end has").isZero();
                    assertThat(call.states).containsExactly(TaskState.QUEUED);
                });
    }

    @Test
    void tasksInMemoryBeginForAsLongAsTheyCan() {
        assertThat(callOf(application)).satisfies(call -> {
            assertThat(call.begun).isEqualTo(1);
            assertThat(call.states).containsExactly(TaskState.SUCCEEDED);
        });
    }

    private static OpenCall callOf(ApplicationContextRunner any) {
        List<OpenCall> calls = new ArrayList<>();
        any.run(context -> calls.add(context.getBean(OpenCall.class)));
        return calls.getFirst();
    }

    @Test
    void anotherContextMayEnd() {
        application.run(context -> {
            try (GenericApplicationContext below = new GenericApplicationContext(context)) {
                context.publishEvent(new ContextClosedEvent(below));
            }
            context.getBean(TaskEngine.class).submit("one", task -> 1);
            assertThat(context.getBean(SteppingExecutor.class).runUntilIdle()).isEqualTo(1);
        });
    }

    /** Submits a task as late as a call can that a graceful end of the server waits for. */
    static final class OpenCall implements SmartLifecycle {

        private final TaskEngine engine;
        private final SteppingExecutor executor;
        private final List<TaskState> states = new ArrayList<>();
        private int begun;
        private boolean running;

        OpenCall(TaskEngine engine, SteppingExecutor executor) {
            this.engine = engine;
            this.executor = executor;
        }

        @Override
        public int getPhase() {
            return DEFAULT_PHASE - 1024;
        }

        @Override
        public void start() {
            running = true;
        }

        @Override
        public void stop() {
            running = false;
            TaskHandle<Integer> late = engine.submit("late", task -> 1);
            begun = executor.runUntilIdle();
            states.add(late.snapshot().state());
        }

        @Override
        public boolean isRunning() {
            return running;
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class Serving {

        @Bean
        SteppingExecutor executor() {
            return new SteppingExecutor(4);
        }

        @Bean
        OpenCall call(TaskEngine engine, SteppingExecutor executor) {
            return new OpenCall(engine, executor);
        }
    }
}
