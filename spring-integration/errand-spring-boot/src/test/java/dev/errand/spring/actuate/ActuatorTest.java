package dev.errand.spring.actuate;

import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import dev.errand.Owner;
import dev.errand.SubmitOptions;
import dev.errand.TaskId;
import dev.errand.TaskState;
import dev.errand.engine.TaskEngine;
import dev.errand.registry.MemoryTaskRegistry;
import dev.errand.registry.RegistryUnavailableException;
import dev.errand.registry.TaskQuery;
import dev.errand.spring.actuate.BackgroundTasksEndpoint.TaskDescriptor;
import dev.errand.spring.autoconfigure.Doubling;
import dev.errand.spring.autoconfigure.ErrandAutoConfiguration;
import dev.errand.spring.autoconfigure.ErrandEndpointAutoConfiguration;
import dev.errand.spring.autoconfigure.ErrandHealthAutoConfiguration;
import dev.errand.spring.autoconfigure.ErrandInfoAutoConfiguration;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.boot.actuate.endpoint.SanitizingFunction;
import org.springframework.boot.actuate.endpoint.SecurityContext;
import org.springframework.boot.actuate.endpoint.Show;
import org.springframework.boot.actuate.info.Info;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

@Timeout(60)
class ActuatorTest {

    private final ApplicationContextRunner application = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(
                    ErrandAutoConfiguration.class,
                    ErrandEndpointAutoConfiguration.class,
                    ErrandHealthAutoConfiguration.class,
                    ErrandInfoAutoConfiguration.class))
            .withUserConfiguration(Doubling.class)
            .withPropertyValues("management.endpoints.web.exposure.include=*");

    @Test
    void theEndpointShowsTypesAndWhatHasNotEnded() {
        application.run(context -> {
            context.getBean(TaskEngine.class)
                    .submit(Doubling.TYPE, 1, SubmitOptions.defaults().delay(ofSeconds(60)));
            BackgroundTasksEndpoint.TasksDescriptor tasks =
                    context.getBean(BackgroundTasksEndpoint.class).tasks();
            assertThat(tasks.types())
                    .extracting(BackgroundTasksEndpoint.TypeDescriptor::name)
                    .containsExactly("double");
            assertThat(tasks.unended()).containsEntry(TaskState.SCHEDULED, 1);
        });
    }

    @Test
    void titlesAndOwnersAreHiddenUnlessShown() {
        application.run(context -> {
            BackgroundTasksEndpoint endpoint = context.getBean(BackgroundTasksEndpoint.class);
            String id = context.getBean(TaskEngine.class)
                    .submit(Doubling.TYPE, 1, SubmitOptions.by(Owner.of("ana")).title("Divorce"))
                    .id()
                    .toString();
            assertThat(endpoint.task(id))
                    .extracting(TaskDescriptor::title, TaskDescriptor::owner)
                    .containsExactly("******", "******");
            assertThat(endpoint.task("nonsense")).isNull();
            assertThat(endpoint.task(new TaskId(UUID.randomUUID()).toString())).isNull();

            BackgroundTasksEndpointWebExtension open =
                    new BackgroundTasksEndpointWebExtension(endpoint, Show.ALWAYS, Set.of());
            assertThat(open.task(SecurityContext.NONE, id).getBody())
                    .extracting(TaskDescriptor::title)
                    .isEqualTo("Divorce");
            BackgroundTasksEndpointWebExtension usual = context.getBean(BackgroundTasksEndpointWebExtension.class);
            assertThat(usual.task(SecurityContext.NONE, id).getBody())
                    .extracting(TaskDescriptor::title)
                    .isEqualTo("******");
            assertThat(usual.task(SecurityContext.NONE, "nonsense").getStatus()).isEqualTo(404);
        });
    }

    @Test
    void tasksCanBeCancelled() {
        application.run(context -> {
            TaskEngine tasks = context.getBean(TaskEngine.class);
            TaskId id = tasks.submit(Doubling.TYPE, 1, SubmitOptions.defaults().delay(ofSeconds(60)))
                    .id();
            assertThat(context.getBean(BackgroundTasksEndpoint.class).cancel(id.toString()))
                    .isEqualTo(new BackgroundTasksEndpoint.CancelDescriptor(true, TaskState.CANCELLED));
        });
    }

    @Test
    void theEndpointIsNotThereUnlessExposedAndAccessible() {
        application
                .withPropertyValues("management.endpoints.web.exposure.include=info")
                .run(context -> assertThat(context).doesNotHaveBean(BackgroundTasksEndpoint.class));
        application
                .withPropertyValues("management.endpoint.backgroundtasks.access=NONE")
                .run(context -> assertThat(context).doesNotHaveBean(BackgroundTasksEndpoint.class));
        application
                .withClassLoader(new FilteredClassLoader(SanitizingFunction.class))
                .run(context ->
                        assertThat(context).hasSingleBean(TaskEngine.class).doesNotHaveBean("backgroundTasksEndpoint"));
    }

    @Test
    void ownOnesAreLeftAlone() {
        application
                .withBean(
                        "own",
                        BackgroundTasksEndpoint.class,
                        () -> new BackgroundTasksEndpoint(TaskEngine.inMemory(), List.of()))
                .run(context -> assertThat(context)
                        .hasSingleBean(BackgroundTasksEndpoint.class)
                        .hasBean("own"));
    }

    @Test
    void healthIsThatOfTheRegistryAndNotOfTasks() {
        application.run(context -> {
            TaskEngine tasks = context.getBean(TaskEngine.class);
            tasks.submit(Doubling.TYPE, -1).await(ofSeconds(20));
            assertThat(tasks.list(TaskQuery.newest(1)).getFirst().state()).isEqualTo(TaskState.FAILED);
            assertThat(context.getBean(BackgroundTasksHealthIndicator.class)
                            .health()
                            .getStatus())
                    .isEqualTo(Status.UP);
        });
    }

    @Test
    void healthIsDownWhenTheRegistryDoesNotAnswer() {
        application
                .withBean(dev.errand.registry.TaskRegistry.class, () -> unavailable())
                .run(context -> assertThat(context.getBean(BackgroundTasksHealthIndicator.class)
                                .health()
                                .getStatus())
                        .isEqualTo(Status.DOWN));
    }

    /** A registry in memory that cannot list. */
    private static dev.errand.registry.TaskRegistry unavailable() {
        MemoryTaskRegistry registry = new MemoryTaskRegistry();
        return (dev.errand.registry.TaskRegistry) java.lang.reflect.Proxy.newProxyInstance(
                ActuatorTest.class.getClassLoader(),
                new Class<?>[] {dev.errand.registry.TaskRegistry.class},
                (proxy, method, arguments) -> {
                    if (method.getName().equals("list")) {
                        throw new RegistryUnavailableException("is away", null);
                    }
                    return method.invoke(registry, arguments);
                });
    }

    @Test
    void healthCanBeTurnedOff() {
        application
                .withPropertyValues("management.health.backgroundtasks.enabled=false")
                .run(context -> assertThat(context).doesNotHaveBean(BackgroundTasksHealthIndicator.class));
        application
                .withClassLoader(new FilteredClassLoader(HealthIndicator.class))
                .run(context -> assertThat(context).doesNotHaveBean("backgroundTasksHealthContributor"));
    }

    @Test
    void infoIsThereIfAskedFor() {
        application.run(context -> assertThat(context).doesNotHaveBean(ErrandInfoContributor.class));
        application.withPropertyValues("management.info.errand.enabled=true").run(context -> {
            Info.Builder info = new Info.Builder();
            context.getBean(ErrandInfoContributor.class).contribute(info);
            assertThat(info.build().getDetails().toString()).contains("double");
        });
    }
}
