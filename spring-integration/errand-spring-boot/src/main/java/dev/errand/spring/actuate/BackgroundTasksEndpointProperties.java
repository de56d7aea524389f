package dev.errand.spring.actuate;

import java.util.Set;
import org.springframework.boot.actuate.endpoint.Show;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What may be set about the endpoint.
 *
 * @param showValues when to show titles and owners of tasks
 * @param roles roles of those who are shown titles and owners. If empty, all who are authenticated
 */
@ConfigurationProperties("management.endpoint.backgroundtasks")
public record BackgroundTasksEndpointProperties(
        @DefaultValue("never") Show showValues,
        @DefaultValue Set<String> roles) {}
