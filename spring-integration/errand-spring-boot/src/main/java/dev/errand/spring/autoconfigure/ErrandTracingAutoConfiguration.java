package dev.errand.spring.autoconfigure;

import dev.errand.spring.TaskEngineBuilderCustomizer;
import dev.errand.spring.observation.CurrentTrace;
import dev.errand.spring.observation.LinkedAttempts;
import io.micrometer.tracing.Tracer;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.core.annotation.Order;

/** Tasks remember the trace of who submitted them, and their attempts are linked to it, if there is a tracer. */
@AutoConfiguration(
        before = ErrandAutoConfiguration.class,
        afterName = {
            "org.springframework.boot.micrometer.tracing.brave.autoconfigure.BraveAutoConfiguration",
            "org.springframework.boot.micrometer.tracing.opentelemetry.autoconfigure.OpenTelemetryTracingAutoConfiguration"
        })
@ConditionalOnClass(Tracer.class)
@ConditionalOnBean(Tracer.class)
public final class ErrandTracingAutoConfiguration {

    ErrandTracingAutoConfiguration() {}

    @Bean
    @Order(0)
    @ConditionalOnMissingBean(name = "errandTraces")
    TaskEngineBuilderCustomizer errandTraces(Tracer tracer) {
        return builder -> builder.traces(new CurrentTrace(tracer));
    }

    /** Before the handlers of the application, of which only the first that fits an observation makes a span. */
    @Bean
    @Order(0)
    @ConditionalOnMissingBean
    LinkedAttempts errandLinkedAttempts(Tracer tracer) {
        return new LinkedAttempts(tracer);
    }
}
