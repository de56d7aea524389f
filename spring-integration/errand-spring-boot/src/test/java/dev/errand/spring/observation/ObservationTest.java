package dev.errand.spring.observation;

import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import dev.errand.TaskHandle;
import dev.errand.TaskType;
import dev.errand.engine.TaskEngine;
import dev.errand.event.TaskEvent;
import dev.errand.event.TaskListener;
import dev.errand.spring.autoconfigure.Doubling;
import dev.errand.spring.autoconfigure.ErrandAutoConfiguration;
import dev.errand.spring.autoconfigure.ErrandMetricsAutoConfiguration;
import dev.errand.spring.autoconfigure.ErrandObservationAutoConfiguration;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.observation.contextpropagation.ObservationThreadLocalAccessor;
import io.micrometer.observation.tck.TestObservationRegistry;
import io.micrometer.observation.tck.TestObservationRegistryAssert;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

@Timeout(60)
class ObservationTest {

    private static final TaskType<Integer, Integer> TYPE = Doubling.TYPE;

    private final TestObservationRegistry observations = TestObservationRegistry.create();
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final CountDownLatch ended = new CountDownLatch(1);

    private final ApplicationContextRunner application = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(
                    ErrandMetricsAutoConfiguration.class,
                    ErrandObservationAutoConfiguration.class,
                    ErrandAutoConfiguration.class))
            .withUserConfiguration(Doubling.class);

    @Test
    void attemptsAreObservedWithFewValuesInMetersAndManyInTraces() {
        application.withBean(ObservationRegistry.class, () -> observations).run(context -> {
            TaskHandle<Integer> handle = context.getBean(TaskEngine.class).submit(TYPE, 21);
            handle.asFuture().get(20, TimeUnit.SECONDS);

            TestObservationRegistryAssert.assertThat(observations)
                    .hasObservationWithNameEqualTo("errand.task.attempt")
                    .that()
                    .hasBeenStopped()
                    .hasContextualNameEqualTo("task double")
                    .hasLowCardinalityKeyValue("type", "double")
                    .hasLowCardinalityKeyValue("outcome", "completed")
                    .doesNotHaveLowCardinalityKeyValueWithKey("task.id")
                    .hasHighCardinalityKeyValue("task.id", handle.id().toString())
                    .hasHighCardinalityKeyValue("task.owner", "application");
        });
    }

    @Test
    void theParentOfAnAttemptIsWhatItsSubmitterDid() {
        application.withBean(ObservationRegistry.class, () -> observations).run(context -> {
            ObservationThreadLocalAccessor.getInstance().setObservationRegistry(observations);
            Observation request = Observation.start("request", observations);
            Observation.Scope scope = request.openScope();
            TaskHandle<Integer> handle = context.getBean(TaskEngine.class).submit(TYPE, 21);
            scope.close();
            request.stop();
            handle.await(ofSeconds(20));
            TestObservationRegistryAssert.assertThat(observations)
                    .hasObservationWithNameEqualTo("errand.task.attempt")
                    .that()
                    .hasParentObservationEqualTo(request);
        });
    }

    @Test
    void failuresAreErrors() {
        application.withBean(ObservationRegistry.class, () -> observations).run(context -> {
            context.getBean(TaskEngine.class).submit(TYPE, -1).await(ofSeconds(20));
            TestObservationRegistryAssert.assertThat(observations)
                    .hasObservationWithNameEqualTo("errand.task.attempt")
                    .that()
                    .hasError()
                    .hasLowCardinalityKeyValue("outcome", "failed");
        });
    }

    @Test
    void namesMayBeChanged() {
        application
                .withBean(ObservationRegistry.class, () -> observations)
                .withBean(AttemptObservationConvention.class, () -> new AttemptObservationConvention() {
                    @Override
                    public String getName() {
                        return "work";
                    }
                })
                .run(context -> {
                    context.getBean(TaskEngine.class).submit(TYPE, 21).await(ofSeconds(20));
                    TestObservationRegistryAssert.assertThat(observations).hasObservationWithNameEqualTo("work");
                });
    }

    @Test
    void waitingRunningAndOutcomesAreMeasured() {
        TaskListener after = event -> {
            if (event instanceof TaskEvent.Ended) {
                ended.countDown();
            }
        };
        TaskMeters measured = new TaskMeters(meters);
        application
                .withBean(MeterRegistry.class, () -> meters)
                .withBean(TaskMeters.class, () -> measured)
                .withBean("after", TaskListener.class, () -> event -> {
                    measured.on(event);
                    after.on(event);
                })
                .run(context -> {
                    context.getBean(TaskEngine.class).submit(TYPE, -1).await(ofSeconds(20));
                    assertThat(ended.await(20, TimeUnit.SECONDS)).isTrue();
                    assertThat(meters.get("errand.task.submitted")
                                    .tag("type", "double")
                                    .counter()
                                    .count())
                            .isPositive();
                    assertThat(meters.get("errand.task.wait")
                                    .tag("type", "double")
                                    .timer()
                                    .count())
                            .isPositive();
                    assertThat(meters.get("errand.task.run")
                                    .tag("type", "double")
                                    .tag("outcome", "failed")
                                    .timer()
                                    .count())
                            .isPositive();
                });
    }

    @Test
    void nothingIsMeasuredWithoutMicrometerOrARegistry() {
        application.run(context ->
                assertThat(context).doesNotHaveBean(TaskMeters.class).doesNotHaveBean(ObservedAttempts.class));
        application
                .withClassLoader(new FilteredClassLoader("io.micrometer"))
                .run(context ->
                        assertThat(context).hasSingleBean(TaskEngine.class).doesNotHaveBean("errandTaskMeters"));
    }

    @Test
    void ownOnesAreLeftAlone() {
        application
                .withBean(MeterRegistry.class, () -> meters)
                .withBean("own", TaskMeters.class, () -> new TaskMeters(meters))
                .withBean(ObservationRegistry.class, () -> observations)
                .withBean("ownAttempts", ObservedAttempts.class, () -> new ObservedAttempts(observations))
                .run(context ->
                        assertThat(context).hasSingleBean(TaskMeters.class).hasSingleBean(ObservedAttempts.class));
    }
}
