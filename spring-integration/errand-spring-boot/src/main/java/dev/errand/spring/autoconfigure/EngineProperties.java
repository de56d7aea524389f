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
        Optional.ofNullable(node.name()).ifPresent(builder::nodeName);
        builder.lease(node.lease());
        builder.shutdownGrace(node.shutdownGrace());
        ErrandProperties.Limits limits = properties.limits();
        Optional.ofNullable(limits.maxWaiting()).ifPresent(builder::maxWaiting);
        Optional.ofNullable(limits.maxWaitingPerOwner()).ifPresent(builder::maxWaitingPerOwner);
        Optional.ofNullable(limits.maxRunningPerOwner()).ifPresent(builder::maxRunningPerOwner);
        limits.resources().forEach(builder::resource);
    }
}
