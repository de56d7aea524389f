package dev.errand.spring.autoconfigure;

import dev.errand.engine.TaskEngineBuilder;
import dev.errand.spring.TaskEngineBuilderCustomizer;
import java.util.Optional;
import org.springframework.core.Ordered;

/** The properties of the engine, as the first of those who customise it. */
final class EngineProperties implements TaskEngineBuilderCustomizer, Ordered {

    private final ErrandProperties properties;

    EngineProperties(ErrandProperties properties) {
        this.properties = properties;
    }

    @Override
    public int getOrder() {
        return 0;
    }

    @Override
    public void customize(TaskEngineBuilder builder) {
        ErrandProperties.Node node = properties.node();
        Property.set("errand.node.name", node.name(), builder, TaskEngineBuilder::nodeName);
        Property.set("errand.node.lease", node.lease(), builder, TaskEngineBuilder::lease);
        Property.set("errand.node.shutdown-grace", node.shutdownGrace(), builder, TaskEngineBuilder::shutdownGrace);
        ErrandProperties.Limits limits = properties.limits();
        Optional.ofNullable(limits.maxWaiting()).ifPresent(builder::maxWaiting);
        Optional.ofNullable(limits.maxWaitingPerOwner()).ifPresent(builder::maxWaitingPerOwner);
        Optional.ofNullable(limits.maxRunningPerOwner()).ifPresent(builder::maxRunningPerOwner);
        limits.resources()
                .forEach((name, tasks) -> Property.set(
                        "errand.limits.resources." + name,
                        tasks,
                        builder,
                        (engine, most) -> engine.resource(name, most)));
    }
}
