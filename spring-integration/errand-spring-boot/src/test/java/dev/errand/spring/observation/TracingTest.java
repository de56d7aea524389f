package dev.errand.spring.observation;

import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import dev.errand.SubmitOptions;
import dev.errand.TaskHandle;
import dev.errand.TraceParent;
import dev.errand.engine.TaskEngine;
import dev.errand.spring.autoconfigure.Doubling;
import dev.errand.spring.autoconfigure.ErrandAutoConfiguration;
import dev.errand.spring.autoconfigure.ErrandObservationAutoConfiguration;
import dev.errand.spring.autoconfigure.ErrandTracingAutoConfiguration;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.tracing.Tracer;
import io.micrometer.tracing.handler.DefaultTracingObservationHandler;
import io.micrometer.tracing.test.simple.SimpleSpan;
import io.micrometer.tracing.test.simple.SimpleTracer;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

/** From a request to the run that it has asked for, and back. */
@Timeout(60)
class TracingTest {

    private static final String HEADER = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";

    private final SimpleTracer tracer = new SimpleTracer();
    private final ObservationRegistry observations = ObservationRegistry.create();

    private final ApplicationContextRunner application = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(
                    ErrandTracingAutoConfiguration.class,
                    ErrandObservationAutoConfiguration.class,
                    ErrandAutoConfiguration.class))
            .withBean(ObservationRegistry.class, () -> observations)
            .withUserConfiguration(Doubling.class);

    private ApplicationContextRunner traced() {
        return application.withBean(Tracer.class, () -> tracer);
    }

    /** As Spring Boot does: of those for spans, only the first that fits. */
    private void observing(LinkedAttempts ours) {
        observations
                .observationConfig()
                .observationHandler(
                        new io.micrometer.observation.ObservationHandler.FirstMatchingCompositeObservationHandler(
                                List.of(ours, new DefaultTracingObservationHandler(tracer))));
    }

    private SimpleSpan spanOfAttempt() {
        return tracer.getSpans().stream()
                .filter(span -> "task double".equals(span.getName()))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void anAttemptIsLinkedToTheTraceOfItsSubmission() {
        traced().run(context -> {
            observing(context.getBean(LinkedAttempts.class));

            TaskHandle<Integer> task = context.getBean(TaskEngine.class)
                    .submit(Doubling.TYPE, 21, SubmitOptions.defaults().trace(HEADER));
            task.await(ofSeconds(20));

            assertThat(spanOfAttempt().getLinks()).singleElement().satisfies(link -> {
                assertThat(link.getTraceContext().traceId()).isEqualTo("4bf92f3577b34da6a3ce929d0e0e4736");
                assertThat(link.getTraceContext().spanId()).isEqualTo("00f067aa0ba902b7");
            });
            assertThat(spanOfAttempt().context().traceId())
                    .as("a trace of its own")
                    .isNotEqualTo("4bf92f3577b34da6a3ce929d0e0e4736");
        });
    }

    @Test
    void anAttemptWithoutATraceHasALinkToNothing() {
        traced().run(context -> {
            observing(context.getBean(LinkedAttempts.class));

            context.getBean(TaskEngine.class).submit(Doubling.TYPE, 21).await(ofSeconds(20));

            assertThat(spanOfAttempt().getLinks()).isEmpty();
        });
    }

    @Test
    void aTaskRemembersTheTraceOfTheThread() {
        traced().run(context -> {
            SimpleSpan request = tracer.nextSpan().name("request").start();
            try (Tracer.SpanInScope scope = tracer.withSpan(request)) {
                TaskHandle<Integer> task = context.getBean(TaskEngine.class).submit(Doubling.TYPE, 21);

                assertThat(task.snapshot().submission().terms().trace())
                        .map(TraceParent::traceId)
                        .hasValueSatisfying(
                                id -> assertThat(id).endsWith(request.context().traceId()));
                assertThat(scope).isNotNull();
            }
        });
    }

    @Test
    void withoutATracerThereIsNothing() {
        application.run(context -> assertThat(context).doesNotHaveBean(LinkedAttempts.class));
        traced().withClassLoader(new FilteredClassLoader("io.micrometer.tracing"))
                .run(context ->
                        assertThat(context).hasSingleBean(TaskEngine.class).doesNotHaveBean("errandLinkedAttempts"));
    }

    @Test
    void ownOnesAreLeftAlone() {
        traced().withBean("own", LinkedAttempts.class, () -> new LinkedAttempts(tracer))
                .run(context -> assertThat(context).hasSingleBean(LinkedAttempts.class));
    }
}
