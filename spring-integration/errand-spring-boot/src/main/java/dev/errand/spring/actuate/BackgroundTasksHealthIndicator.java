package dev.errand.spring.actuate;

import dev.errand.TaskSnapshot;
import dev.errand.engine.TaskEngine;
import dev.errand.registry.NodeStatus;
import dev.errand.registry.TaskQuery;
import java.util.List;
import org.springframework.boot.health.contributor.AbstractHealthIndicator;
import org.springframework.boot.health.contributor.Health;

/** Whether tasks can be accepted: whether who remembers them answers. What becomes of single tasks says nothing about that. */
public final class BackgroundTasksHealthIndicator extends AbstractHealthIndicator {

    private final TaskEngine engine;

    /**
     * Looks at an engine.
     *
     * @param engine which one
     */
    public BackgroundTasksHealthIndicator(TaskEngine engine) {
        super("The registry of tasks does not answer");
        this.engine = engine;
    }

    @Override
    protected void doHealthCheck(Health.Builder builder) {
        builder.up();
        for (TaskSnapshot newest : engine.list(TaskQuery.newest(1))) {
            builder.withDetail("lastSubmittedAt", newest.submission().submittedAt());
        }
        List<NodeStatus> nodes = engine.nodes();
        if (!nodes.isEmpty()) {
            builder.withDetail(
                    "nodesAlive", nodes.stream().filter(NodeStatus::alive).count());
        }
    }
}
