package dev.errand.spring.autoconfigure;

import dev.errand.engine.TaskEngine;
import dev.errand.spring.actuate.BackgroundTasksHealthIndicator;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.health.autoconfigure.contributor.ConditionalOnEnabledHealthIndicator;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.annotation.Bean;

/** The health of tasks. */
@AutoConfiguration(after = ErrandAutoConfiguration.class)
@ConditionalOnClass({HealthIndicator.class, ConditionalOnEnabledHealthIndicator.class})
@ConditionalOnBean(TaskEngine.class)
@ConditionalOnEnabledHealthIndicator("backgroundtasks")
public final class ErrandHealthAutoConfiguration {

    ErrandHealthAutoConfiguration() {}

    @Bean
    @ConditionalOnMissingBean(name = {"backgroundTasksHealthIndicator", "backgroundTasksHealthContributor"})
    BackgroundTasksHealthIndicator backgroundTasksHealthContributor(TaskEngine engine) {
        return new BackgroundTasksHealthIndicator(engine);
    }
}
