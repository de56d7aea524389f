package dev.errand.spring.declaration;

import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import dev.errand.BackgroundTask;
import dev.errand.Owner;
import dev.errand.Retry;
import dev.errand.TaskContext;
import dev.errand.TaskFailedException;
import dev.errand.TaskHandle;
import dev.errand.TaskType;
import dev.errand.engine.TaskEngine;
import dev.errand.spring.BackgroundTaskComponent;
import dev.errand.spring.BackgroundTaskMethod;
import dev.errand.spring.CurrentPrincipal;
import dev.errand.spring.TaskDeclarationException;
import dev.errand.spring.TaskName;
import dev.errand.spring.TaskRegistration;
import dev.errand.spring.TaskSubmitter;
import dev.errand.spring.autoconfigure.ErrandAutoConfiguration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

@Timeout(60)
class DeclaredTasksTest {

    record Query(String line) {}

    private final ApplicationContextRunner application =
            new ApplicationContextRunner().withConfiguration(AutoConfigurations.of(ErrandAutoConfiguration.class));

    @Test
    void aMethodMaySubmitItself() {
        application.withUserConfiguration(ClaimService.class).run(context -> {
            ClaimService claims = context.getBean(ClaimService.class);
            TaskHandle<Long> handle = claims.counts.submit(new Query("auto"));

            assertThat(handle.asFuture().get(20, TimeUnit.SECONDS)).isEqualTo(4);
            assertThat(handle.snapshot().title()).isEqualTo("Claims, counted");
            assertThat(handle.snapshot().owner()).isEqualTo(Owner.APPLICATION);
        });
    }

    @Test
    void aMethodMayHaveNoInputNoContextAndNoResult() {
        application.withUserConfiguration(ClaimService.class).run(context -> {
            ClaimService claims = context.getBean(ClaimService.class);
            assertThat(claims.tidies.submit().await(ofSeconds(20))).isPresent();
            assertThat(claims.tidied).isTrue();
        });
    }

    @Test
    void whatAMethodThrowsIsWhatTheTaskThrew() {
        application.withUserConfiguration(ClaimService.class).run(context -> {
            TaskHandle<Long> handle = context.getBean(ClaimService.class).counts.submit(new Query(""));
            handle.await(ofSeconds(20));
            assertThat(handle.snapshot().outcome().orElseThrow().toString()).contains("There is no such line.");
        });
    }

    @Test
    void ownersComeFromTheCurrentPrincipal() {
        application
                .withUserConfiguration(ClaimService.class)
                .withBean(CurrentPrincipal.class, () -> () -> () -> "ana")
                .run(context -> assertThat(context.getBean(ClaimService.class)
                                .counts
                                .submit(new Query("auto"), options -> options.title("Mine"))
                                .snapshot())
                        .satisfies(task -> assertThat(task.owner()).isEqualTo(Owner.of("ana")))
                        .satisfies(task -> assertThat(task.title()).isEqualTo("Mine")));
    }

    @Test
    void aComponentIsRegisteredWithTheTypesOfItsClass() {
        application.withUserConfiguration(Length.class, Other.class).run(context -> {
            TaskType<String, Integer> type = TaskType.named("length", String.class, Integer.class);
            assertThat(context.getBean(TaskEngine.class)
                            .submit(type, "four")
                            .asFuture()
                            .get(20, TimeUnit.SECONDS))
                    .isEqualTo(4);
            assertThat(context.getBean(Other.class).lengths.getObject().type()).isEqualTo(type);
        });
    }

    @Test
    void aBeanOfTypeTaskTypeIsThePolicy() {
        application
                .withUserConfiguration(Length.class, Policy.class)
                .run(context -> assertThat(
                                context.getBean(TaskDeclarations.class).all())
                        .singleElement()
                        .satisfies(declared -> assertThat(
                                        declared.type().policy().retry().attempts())
                                .isEqualTo(3)));
    }

    @Test
    void propertiesAreThePolicyAboveAll() {
        application
                .withUserConfiguration(Length.class, Policy.class)
                .withPropertyValues(
                        "errand.types.length.attempts=5",
                        "errand.types.length.timeout=7m",
                        "errand.types.length.max-running=2")
                .run(context -> assertThat(context.getBean(TaskDeclarations.class)
                                .all()
                                .iterator()
                                .next()
                                .type()
                                .policy())
                        .satisfies(
                                policy -> assertThat(policy.retry().attempts()).isEqualTo(5))
                        .satisfies(policy -> assertThat(policy.time().timeout()).contains(ofMinutes(7)))
                        .satisfies(policy ->
                                assertThat(policy.demand().maxRunning()).isEqualTo(2)));
    }

    @Test
    void namesMayHavePlaceholders() {
        application
                .withUserConfiguration(Placeholder.class)
                .withPropertyValues("task.name=from-the-configuration")
                .run(context -> assertThat(
                                context.getBean(TaskDeclarations.class).all())
                        .extracting(DeclaredTask::name)
                        .containsExactly("from-the-configuration"));
    }

    @Test
    void ofTwoWithTheSameTypesTheNameChooses() {
        application
                .withUserConfiguration(Twins.class, ByName.class)
                .run(context -> assertThat(
                                context.getBean(ByName.class).second.type().name())
                        .isEqualTo("second"));
        application
                .withUserConfiguration(Twins.class, ByTypes.class)
                .run(context -> assertThat(context)
                        .getFailure()
                        .rootCause()
                        .isInstanceOf(TaskDeclarationException.class)
                        .hasMessageContaining("several fit: [first (String to String), second (String to String)]"));
    }

    @Test
    void aSubmitterThatFitsNothingIsAnError() {
        application
                .withUserConfiguration(ByTypes.class)
                .run(context -> assertThat(context)
                        .getFailure()
                        .rootCause()
                        .isInstanceOf(TaskDeclarationException.class)
                        .hasMessageContaining("none fits"));
    }

    @Test
    void twoOfOneNameAreAnError() {
        application
                .withUserConfiguration(Length.class, SameName.class)
                .run(context -> assertThat(context)
                        .getFailure()
                        .rootCause()
                        .isInstanceOf(TaskDeclarationException.class)
                        .hasMessageContaining("\"length\" is declared twice")
                        .hasMessageContaining("sameName")
                        .hasMessageContaining(Length.class.getName()));
    }

    @ParameterizedTest
    @ValueSource(
            classes = {
                TwoInputs.class,
                TwoContexts.class,
                Private.class,
                GenericInput.class,
                GenericResult.class,
                NoTask.class,
                BadName.class,
                WrongPolicy.class
            })
    void whatCannotBeATaskIsAnError(Class<?> declaration) {
        application
                .withUserConfiguration(declaration)
                .run(context -> assertThat(context)
                        .getFailure()
                        .rootCause()
                        .isInstanceOf(TaskDeclarationException.class)
                        .hasMessageContaining("DeclaredTasksTest"));
    }

    static class ClaimService {

        final TaskSubmitter<Query, Long> counts;
        final TaskSubmitter<Void, Void> tidies;
        volatile boolean tidied;

        ClaimService(TaskSubmitter<Query, Long> counts, TaskSubmitter<Void, Void> tidies) {
            this.counts = counts;
            this.tidies = tidies;
        }

        @BackgroundTaskMethod(name = "count-claims", title = "Claims, counted")
        long count(Query query, TaskContext context) {
            context.checkCancelled();
            if (query.line().isEmpty()) {
                throw new TaskFailedException("There is no such line.");
            }
            return query.line().length();
        }

        @BackgroundTaskMethod(name = "tidy")
        void tidy() {
            tidied = true;
        }
    }

    @BackgroundTaskComponent(name = "length")
    static class Length implements BackgroundTask<String, Integer> {

        @Override
        public Integer run(String input, TaskContext context) {
            return input.length();
        }
    }

    static class Other {

        final ObjectProvider<TaskSubmitter<String, Integer>> lengths;

        Other(ObjectProvider<TaskSubmitter<String, Integer>> lengths) {
            this.lengths = lengths;
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class Policy {

        @Bean
        TaskType<String, Integer> lengthType() {
            return TaskType.named("length", String.class, Integer.class).retrying(Retry.exponential(3, ofSeconds(1)));
        }
    }

    static class Placeholder {

        @BackgroundTaskMethod(name = "${task.name}")
        void run() {}
    }

    static class Twins {

        @BackgroundTaskMethod(name = "first")
        String first(String input) {
            return input;
        }

        @BackgroundTaskMethod(name = "second")
        String second(String input) {
            return input;
        }
    }

    static class ByName {

        final TaskSubmitter<String, String> second;

        ByName(@TaskName("second") TaskSubmitter<String, String> second) {
            this.second = second;
        }
    }

    static class ByTypes {

        final TaskSubmitter<String, String> some;

        ByTypes(TaskSubmitter<String, String> some) {
            this.some = some;
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class SameName {

        @Bean
        TaskRegistration<String, Integer> sameName() {
            return TaskRegistration.of(TaskType.named("length", String.class, Integer.class), (input, context) -> 0);
        }
    }

    static class TwoInputs {

        @BackgroundTaskMethod(name = "bad")
        void run(String one, String other) {}
    }

    static class TwoContexts {

        @BackgroundTaskMethod(name = "bad")
        void run(TaskContext one, TaskContext other) {}
    }

    static class Private {

        @BackgroundTaskMethod(name = "bad")
        @SuppressWarnings("UnusedMethod") // it must not be used
        private void run() {}
    }

    static class GenericInput {

        @BackgroundTaskMethod(name = "bad")
        void run(List<Query> queries) {}
    }

    static class GenericResult {

        @BackgroundTaskMethod(name = "bad")
        List<Query> run() {
            return List.of();
        }
    }

    @BackgroundTaskComponent(name = "bad")
    static class NoTask {}

    static class BadName {

        @BackgroundTaskMethod(name = "not a name")
        void run() {}
    }

    @Configuration(proxyBeanMethods = false)
    @Import(Length.class)
    static class WrongPolicy {

        @Bean
        TaskType<String, String> lengthType() {
            return TaskType.named("length", String.class, String.class);
        }
    }
}
