package dev.errand.spring.autoconfigure;

import dev.errand.engine.TaskEngine;
import dev.errand.spring.web.ErrandWebProperties;
import dev.errand.spring.web.TaskHttpBuilderCustomizer;
import dev.errand.time.TimeSource;
import dev.errand.web.StreamLimits;
import dev.errand.web.TaskAccessPolicy;
import dev.errand.web.TaskHttp;
import dev.errand.web.TaskHttpBuilder;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ApplicationListener;
import org.springframework.context.event.ContextClosedEvent;

/** What is served is the same in every application, whatever serves it. */
record ServedTasks(
        ObjectProvider<TaskAccessPolicy> policy,
        ObjectProvider<TimeSource> time,
        ObjectProvider<TaskHttpBuilderCustomizer> customizers) {

    TaskHttp of(TaskEngine engine, ErrandWebProperties properties) {
        ErrandWebProperties.Streams streams = properties.streams();
        TaskHttpBuilder builder = TaskHttp.on(engine)
                .basePath(properties.apiPath())
                .assetsPath(properties.assetsPath())
                .csrf(properties.csrf())
                .streams(StreamLimits.DEFAULT.withAtMost(streams.perCaller(), streams.inAll()))
                .accessPolicy(policy.getIfUnique(TaskAccessPolicy::byPermissions))
                .time(time.getIfUnique(TimeSource::system));
        for (String origin : properties.trustedOrigins()) {
            builder = builder.trustedOrigin(origin);
        }
        return customized(properties.dashboard().enabled() ? builder.dashboard(properties.dashboardPath()) : builder);
    }

    private TaskHttp customized(TaskHttpBuilder builder) {
        customizers.orderedStream().forEach(customizer -> customizer.customize(builder));
        return builder.build();
    }

    /** Streams would keep a graceful shutdown of the server waiting. They are told to come back, before it begins. */
    static ApplicationListener<ContextClosedEvent> endingWith(ApplicationContext application, TaskHttp tasks) {
        return Closing.of(application, tasks::close);
    }
}
