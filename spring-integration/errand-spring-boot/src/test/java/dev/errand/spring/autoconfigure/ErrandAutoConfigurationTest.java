package dev.errand.spring.autoconfigure;

import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import dev.errand.Owner;
import dev.errand.TaskHandle;
import dev.errand.artifact.ArtifactStore;
import dev.errand.artifact.DirectoryArtifactStore;
import dev.errand.engine.TaskEngine;
import dev.errand.event.TaskEvent;
import dev.errand.event.TaskInterceptor;
import dev.errand.event.TaskListener;
import dev.errand.executor.TaskExecutor;
import dev.errand.notice.TaskNotice;
import dev.errand.notice.TaskNotifier;
import dev.errand.registry.MemoryTaskRegistry;
import dev.errand.registry.TaskRegistry;
import dev.errand.spring.CurrentPrincipal;
import dev.errand.spring.TaskEngineBuilderCustomizer;
import dev.errand.spring.TaskOwnerResolver;
import dev.errand.spring.engine.TaskEngineLifecycle;
import dev.errand.testkit.SteppingExecutor;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.task.TaskExecutionAutoConfiguration;
import org.springframework.boot.autoconfigure.task.TaskSchedulingAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.scheduling.TaskScheduler;

@Timeout(60)
class ErrandAutoConfigurationTest {

    private final ApplicationContextRunner application =
            new ApplicationContextRunner().withConfiguration(AutoConfigurations.of(ErrandAutoConfiguration.class));

    @Test
    void anEngineInMemoryThatRunsTasks() {
        application.run(context -> {
            TaskEngine tasks = context.getBean(TaskEngine.class);
            assertThat(tasks.submit("one", task -> "done").await(ofSeconds(20))).isPresent();
            assertThat(context).hasSingleBean(MemoryTaskRegistry.class);
        });
    }

    @Test
    void registeredTasksAreSubmittedByType() {
        application.withUserConfiguration(Doubling.class).run(context -> {
            TaskHandle<Integer> handle = context.getBean(TaskEngine.class).submit(Doubling.TYPE, 21);
            assertThat(handle.asFuture().get(20, TimeUnit.SECONDS)).isEqualTo(42);
        });
    }

    @Test
    void anEngineOfTheApplicationIsLeftAlone() {
        application.withUserConfiguration(OwnEngine.class).run(context -> {
            assertThat(context).hasSingleBean(TaskEngine.class).doesNotHaveBean(TaskRegistry.class);
            assertThat(context).doesNotHaveBean(ArtifactStore.class).hasSingleBean(TaskEngineLifecycle.class);
        });
    }

    @Test
    void partsOfTheApplicationAreTaken() {
        application.withUserConfiguration(OwnParts.class).run(context -> {
            TaskEngine tasks = context.getBean(TaskEngine.class);
            TaskHandle<String> handle = tasks.submit("one", task -> "done");

            assertThat(tasks.artifacts()).isSameAs(context.getBean(ArtifactStore.class));
            assertThat(context).hasSingleBean(TaskExecutor.class).hasSingleBean(TaskRegistry.class);
            assertThat(context.getBean(SteppingExecutor.class).runUntilIdle()).isEqualTo(1);
            assertThat(handle.await(ofSeconds(20))).isPresent();
            assertThat(context.getBean(TaskRegistry.class).find(handle.id())).isPresent();
        });
    }

    @Test
    void customizersComeInTheirOrderAndAfterTheProperties() {
        application
                .withUserConfiguration(Customizers.class)
                .withPropertyValues("errand.node.shutdown-grace=1s")
                .run(context ->
                        assertThat(context.getBean(Customizers.class).called).containsExactly("first", "last"));
    }

    @Test
    void listenersInterceptorsAndNotifiersAreTaken() {
        application.withUserConfiguration(Hooks.class).run(context -> {
            context.getBean(TaskEngine.class).submit("one", task -> "done").await(ofSeconds(20));
            Hooks hooks = context.getBean(Hooks.class);
            assertThat(hooks.attempts.poll(20, TimeUnit.SECONDS)).isEqualTo("one");
            assertThat(hooks.events.poll(20, TimeUnit.SECONDS)).isInstanceOf(TaskEvent.Submitted.class);
            assertThat(hooks.notices.poll(20, TimeUnit.SECONDS)).isEqualTo("one");
        });
    }

    @Test
    void limitsComeFromProperties() {
        application
                .withUserConfiguration(Doubling.class)
                .withPropertyValues(
                        "errand.types.double.attempts=3",
                        "errand.types.double.timeout=10m",
                        "errand.types.double.max-running=2",
                        "errand.limits.max-waiting=5",
                        "errand.limits.resources.reports=2")
                .run(context -> assertThat(context).hasNotFailed());
    }

    @Test
    void aPropertyThatIsOutOfRangeIsNamed() {
        application
                .withPropertyValues("errand.execution.max-running=0")
                .run(context -> assertThat(context)
                        .getFailure()
                        .rootCause()
                        .hasMessage("errand.execution.max-running is 0, but must be 1 or more"));
    }

    @Test
    void filesAreKeptInTheDirectoryThatIsSet(@TempDir Path directory) {
        application
                .withPropertyValues("errand.artifacts.directory=" + directory)
                .run(context -> assertThat(context).hasSingleBean(DirectoryArtifactStore.class));
        application
                .withPropertyValues("errand.artifacts.directory=" + directory, "errand.artifacts.store=temporary")
                .run(context -> assertThat(context).doesNotHaveBean(DirectoryArtifactStore.class));
    }

    @Test
    void whatIsAskedForAndNotThereIsAnError() {
        application
                .withPropertyValues("errand.registry=jdbc")
                .run(context ->
                        assertThat(context).getFailure().rootCause().hasMessageContaining("errand-jdbc-cluster"));
        application
                .withPropertyValues("errand.artifacts.store=directory")
                .run(context ->
                        assertThat(context).getFailure().rootCause().hasMessageContaining("artifacts.directory"));
        application
                .withPropertyValues("errand.artifacts.store=jdbc")
                .run(context ->
                        assertThat(context).getFailure().rootCause().hasMessageContaining("errand-jdbc-cluster"));
    }

    @Test
    void theExecutorsAndSchedulersOfTheHostDoNotBackOff() {
        application
                .withConfiguration(AutoConfigurations.of(
                        TaskExecutionAutoConfiguration.class, TaskSchedulingAutoConfiguration.class))
                .withUserConfiguration(Scheduling.class)
                .run(context -> {
                    assertThat(context).hasBean("applicationTaskExecutor").hasSingleBean(TaskScheduler.class);
                    assertThat(context.getBeansOfType(Executor.class))
                            .containsOnlyKeys("applicationTaskExecutor", "taskScheduler");
                });
    }

    @Test
    void threadsArePlatformThreadsIfTheHostWantsNoVirtualOnes() {
        assertThatTasksRunOnVirtualThreads(true);
        assertThatTasksRunOnVirtualThreads(true, "spring.threads.virtual.enabled=true");
        assertThatTasksRunOnVirtualThreads(false, "spring.threads.virtual.enabled=false");
        assertThatTasksRunOnVirtualThreads(
                true, "spring.threads.virtual.enabled=false", "errand.execution.threads=virtual");
        assertThatTasksRunOnVirtualThreads(false, "errand.execution.threads=platform");
    }

    private void assertThatTasksRunOnVirtualThreads(boolean virtual, String... properties) {
        application.withPropertyValues(properties).run(context -> {
            TaskEngine tasks = context.getBean(TaskEngine.class);
            assertThat(tasks.submit("one", task -> Thread.currentThread().isVirtual())
                            .asFuture()
                            .get(20, TimeUnit.SECONDS))
                    .isEqualTo(virtual);
        });
    }

    @Test
    void resolversOfTheApplicationAreTaken() {
        application
                .withUserConfiguration(Resolving.class)
                .run(context ->
                        assertThat(context).getBean(TaskOwnerResolver.class).isSameAs(context.getBean("resolver")));
    }

    @Configuration(proxyBeanMethods = false)
    static class OwnEngine {

        @Bean
        TaskEngine own() {
            return TaskEngine.inMemory();
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class OwnParts {

        @Bean
        MemoryTaskRegistry registry() {
            return new MemoryTaskRegistry();
        }

        @Bean
        SteppingExecutor executor() {
            return new SteppingExecutor(10);
        }

        @Bean
        ArtifactStore store() {
            return ArtifactStore.temporary();
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class Customizers {

        final List<String> called = new ArrayList<>();

        @Bean
        TaskEngineBuilderCustomizer last() {
            return builder -> called.add("last");
        }

        @Bean
        @Order(-1)
        TaskEngineBuilderCustomizer first() {
            return builder -> called.add("first");
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class Hooks {

        final BlockingQueue<String> attempts = new LinkedBlockingQueue<>();
        final BlockingQueue<TaskEvent> events = new LinkedBlockingQueue<>();
        final BlockingQueue<String> notices = new LinkedBlockingQueue<>();

        @Bean
        TaskInterceptor interceptor() {
            return (context, run) -> {
                attempts.add(context.title());
                run.proceed();
            };
        }

        @Bean
        TaskListener listener() {
            return events::add;
        }

        @Bean
        TaskNotifier notifier() {
            return new TaskNotifier() {

                @Override
                public String name() {
                    return "test";
                }

                @Override
                public boolean wants(TaskNotice notice) {
                    return true;
                }

                @Override
                public boolean isRepeatable() {
                    return true;
                }

                @Override
                public void deliver(List<TaskNotice> told) {
                    told.forEach(notice -> notices.add(notice.task().title()));
                }
            };
        }
    }

    @Configuration(proxyBeanMethods = false)
    @org.springframework.scheduling.annotation.EnableScheduling
    static class Scheduling {}

    @Configuration(proxyBeanMethods = false)
    static class Resolving {

        @Bean
        TaskOwnerResolver resolver() {
            return principal -> new Owner(principal.getName(), "tenant");
        }

        @Bean
        CurrentPrincipal current() {
            return () -> () -> "ana";
        }
    }
}
