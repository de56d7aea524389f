package dev.errand.spring.autoconfigure;

import dev.errand.spring.observation.TaskMeters;
import io.micrometer.core.instrument.MeterRegistry;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;

/** Meters of tasks, if there is a registry for them. */
@AutoConfiguration(
        before = ErrandAutoConfiguration.class,
        afterName = {
            "org.springframework.boot.micrometer.metrics.autoconfigure.MetricsAutoConfiguration",
            "org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration"
        })
@ConditionalOnClass(MeterRegistry.class)
@ConditionalOnBean(MeterRegistry.class)
public final class ErrandMetricsAutoConfiguration {

    ErrandMetricsAutoConfiguration() {}

    @Bean
    @ConditionalOnMissingBean
    TaskMeters errandTaskMeters(MeterRegistry meters) {
        return new TaskMeters(meters);
    }
}
