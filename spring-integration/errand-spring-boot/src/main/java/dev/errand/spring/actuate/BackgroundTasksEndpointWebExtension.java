package dev.errand.spring.actuate;

import dev.errand.spring.actuate.BackgroundTasksEndpoint.CancelDescriptor;
import dev.errand.spring.actuate.BackgroundTasksEndpoint.TaskDescriptor;
import dev.errand.spring.actuate.BackgroundTasksEndpoint.TasksDescriptor;
import java.util.Set;
import org.springframework.aot.hint.annotation.RegisterReflectionForBinding;
import org.springframework.boot.actuate.endpoint.SecurityContext;
import org.springframework.boot.actuate.endpoint.Show;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;
import org.springframework.boot.actuate.endpoint.web.WebEndpointResponse;
import org.springframework.boot.actuate.endpoint.web.annotation.EndpointWebExtension;

/** Shows titles and owners to those to whom the configuration shows them. */
@EndpointWebExtension(endpoint = BackgroundTasksEndpoint.class)
@RegisterReflectionForBinding({TasksDescriptor.class, TaskDescriptor.class, CancelDescriptor.class})
public final class BackgroundTasksEndpointWebExtension {

    private final BackgroundTasksEndpoint endpoint;
    private final Show showValues;
    private final Set<String> roles;

    /**
     * Extends the endpoint.
     *
     * @param endpoint which one
     * @param showValues when to show titles and owners
     * @param roles to whom; empty for all who are authenticated
     */
    public BackgroundTasksEndpointWebExtension(BackgroundTasksEndpoint endpoint, Show showValues, Set<String> roles) {
        this.endpoint = endpoint;
        this.showValues = showValues;
        this.roles = Set.copyOf(roles);
    }

    /**
     * A task.
     *
     * @param securityContext who asks
     * @param id which one
     * @return 404 if there is none
     */
    @ReadOperation
    public WebEndpointResponse<TaskDescriptor> task(SecurityContext securityContext, @Selector String id) {
        TaskDescriptor task = endpoint.task(id, showValues.isShown(securityContext, roles));
        return task == null
                ? new WebEndpointResponse<>(WebEndpointResponse.STATUS_NOT_FOUND)
                : new WebEndpointResponse<>(task);
    }
}
