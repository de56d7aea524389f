package dev.errand.spring.autoconfigure;

import dev.errand.engine.TaskEngine;
import dev.errand.spring.actuate.BackgroundTasksEndpoint;
import dev.errand.spring.actuate.BackgroundTasksEndpointProperties;
import dev.errand.spring.actuate.BackgroundTasksEndpointWebExtension;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.actuate.autoconfigure.endpoint.condition.ConditionalOnAvailableEndpoint;
import org.springframework.boot.actuate.autoconfigure.endpoint.expose.EndpointExposure;
import org.springframework.boot.actuate.endpoint.SanitizingFunction;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;

/** The Actuator's endpoint for tasks. */
@AutoConfiguration(after = ErrandAutoConfiguration.class)
@ConditionalOnClass({ConditionalOnAvailableEndpoint.class, SanitizingFunction.class})
@ConditionalOnAvailableEndpoint(BackgroundTasksEndpoint.class)
@EnableConfigurationProperties(BackgroundTasksEndpointProperties.class)
public final class ErrandEndpointAutoConfiguration {

    ErrandEndpointAutoConfiguration() {}

    @Bean
    @ConditionalOnBean(TaskEngine.class)
    @ConditionalOnMissingBean
    BackgroundTasksEndpoint backgroundTasksEndpoint(
            TaskEngine engine, ObjectProvider<SanitizingFunction> sanitizingFunctions) {
        return new BackgroundTasksEndpoint(
                engine, sanitizingFunctions.orderedStream().toList());
    }

    @Bean
    @ConditionalOnBean(BackgroundTasksEndpoint.class)
    @ConditionalOnMissingBean
    @ConditionalOnAvailableEndpoint(exposure = EndpointExposure.WEB)
    BackgroundTasksEndpointWebExtension backgroundTasksEndpointWebExtension(
            BackgroundTasksEndpoint endpoint, BackgroundTasksEndpointProperties properties) {
        return new BackgroundTasksEndpointWebExtension(endpoint, properties.showValues(), properties.roles());
    }
}
