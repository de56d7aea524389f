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
        TaskHttpBuilder builder = Property.set(
                        "errand.web.path",
                        properties.path(),
                        TaskHttp.on(engine),
                        (http, path) -> http.basePath(properties.apiPath()).assetsPath(properties.assetsPath()))
                .csrf(properties.csrf())
                .streams(limitsOf(properties.streams()))
                .accessPolicy(policy.getIfUnique(TaskAccessPolicy::byPermissions))
                .time(time.getIfUnique(TimeSource::system));
        for (String origin : properties.trustedOrigins()) {
            builder = builder.trustedOrigin(origin);
        }
        if (properties.dashboard().enabled()) {
            builder = Property.set(
                    "errand.web.dashboard.path", properties.dashboardPath(), builder, TaskHttpBuilder::dashboard);
        }
        return customized(builder);
    }

    private static StreamLimits limitsOf(ErrandWebProperties.Streams streams) {
        StreamLimits perCaller = Property.set(
                "errand.web.streams.per-caller",
                streams.perCaller(),
                StreamLimits.DEFAULT,
                (limits, most) -> limits.withAtMost(most, limits.inAll()));
        return Property.set(
                "errand.web.streams.in-all",
                streams.inAll(),
                perCaller,
                (limits, most) -> limits.withAtMost(limits.perCaller(), most));
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
