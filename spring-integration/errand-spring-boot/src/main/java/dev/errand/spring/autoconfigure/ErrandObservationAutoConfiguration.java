package dev.errand.spring.autoconfigure;

import dev.errand.spring.observation.AttemptObservationConvention;
import dev.errand.spring.observation.ObservedAttempts;
import io.micrometer.observation.ObservationRegistry;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;

/** Observations of attempts, if there is a registry for them. */
@AutoConfiguration(
        before = ErrandAutoConfiguration.class,
        afterName = "org.springframework.boot.micrometer.observation.autoconfigure.ObservationAutoConfiguration")
@ConditionalOnClass(ObservationRegistry.class)
@ConditionalOnBean(ObservationRegistry.class)
public final class ErrandObservationAutoConfiguration {

    ErrandObservationAutoConfiguration() {}

    @Bean
    @ConditionalOnMissingBean
    ObservedAttempts errandObservedAttempts(
            ObservationRegistry registry, ObjectProvider<AttemptObservationConvention> conventions) {
        AttemptObservationConvention own = conventions.getIfUnique();
        return own == null ? new ObservedAttempts(registry) : new ObservedAttempts(registry, own);
    }
}
