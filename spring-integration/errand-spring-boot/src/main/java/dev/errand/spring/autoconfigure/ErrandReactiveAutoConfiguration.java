package dev.errand.spring.autoconfigure;

import dev.errand.engine.TaskEngine;
import dev.errand.spring.TaskOwnerResolver;
import dev.errand.spring.reactive.ReactiveAuthenticatedCallers;
import dev.errand.spring.reactive.ReactivePrincipalCallers;
import dev.errand.spring.reactive.ReactiveTaskCallerResolver;
import dev.errand.spring.reactive.RefusalAdvice;
import dev.errand.spring.reactive.RefusalExceptionHandler;
import dev.errand.spring.reactive.StreamsOfWebSessions;
import dev.errand.spring.reactive.TaskAcceptedResultHandler;
import dev.errand.spring.reactive.TaskWebHandler;
import dev.errand.spring.web.DashboardAddress;
import dev.errand.spring.web.ErrandWebProperties;
import dev.errand.spring.web.NamedExceptions;
import dev.errand.spring.web.NobodySignsIn;
import dev.errand.spring.web.TaskHttpBuilderCustomizer;
import dev.errand.time.TimeSource;
import dev.errand.web.TaskAccessPolicy;
import dev.errand.web.TaskHttp;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ApplicationListener;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.security.access.hierarchicalroles.NullRoleHierarchy;
import org.springframework.security.access.hierarchicalroles.RoleHierarchy;
import org.springframework.security.core.Authentication;
import org.springframework.security.web.server.context.WebSessionServerSecurityContextRepository;
import org.springframework.web.reactive.DispatcherHandler;
import org.springframework.web.reactive.handler.SimpleUrlHandlerMapping;
import org.springframework.web.reactive.result.method.annotation.ResponseEntityResultHandler;

/**
 * Tasks over HTTP in a reactive application. Nobody is let in whom the application's security does not know; no rules of Spring
 * Security are made or replaced.
 */
@AutoConfiguration(
        after = {ErrandAutoConfiguration.class, ErrandSecurityAutoConfiguration.class},
        afterName = "org.springframework.boot.webflux.autoconfigure.WebFluxAutoConfiguration")
@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.REACTIVE)
@ConditionalOnClass({TaskHttp.class, DispatcherHandler.class})
@ConditionalOnBean(TaskEngine.class)
@ConditionalOnBooleanProperty(name = "errand.web.enabled", matchIfMissing = true)
@EnableConfigurationProperties(ErrandWebProperties.class)
public final class ErrandReactiveAutoConfiguration {

    /** Before the files of the application, which are looked for under every path. */
    private static final int ORDER = -1;

    ErrandReactiveAutoConfiguration() {}

    @Bean(destroyMethod = "close")
    @ConditionalOnMissingBean
    TaskHttp errandTaskHttp(
            TaskEngine engine,
            ErrandWebProperties properties,
            ObjectProvider<TaskAccessPolicy> policy,
            ObjectProvider<TimeSource> time,
            ObjectProvider<TaskHttpBuilderCustomizer> customizers) {
        return new ServedTasks(policy, time, customizers).of(engine, properties);
    }

    @Bean(destroyMethod = "close")
    @ConditionalOnMissingBean
    TaskWebHandler errandTaskWebHandler(TaskHttp tasks, ReactiveTaskCallerResolver callers) {
        return new TaskWebHandler(tasks, callers);
    }

    @Bean
    @ConditionalOnMissingBean(name = "errandTaskHandlerMapping")
    SimpleUrlHandlerMapping errandTaskHandlerMapping(TaskWebHandler handler, ErrandWebProperties properties) {
        Map<String, TaskWebHandler> handlers = new LinkedHashMap<>();
        handlers.put(properties.path() + "/**", handler);
        if (properties.dashboard().enabled()) {
            handlers.put(properties.dashboardPath() + "/**", handler);
        }
        return new SimpleUrlHandlerMapping(handlers, ORDER);
    }

    @Bean
    @ConditionalOnMissingBean
    TaskAcceptedResultHandler errandTaskAcceptedResultHandler(
            TaskHttp tasks, TaskWebHandler handler, ObjectProvider<ResponseEntityResultHandler> ofEntities) {
        return new TaskAcceptedResultHandler(tasks, handler, ofEntities::getObject);
    }

    @Bean
    @ConditionalOnMissingBean
    RefusalExceptionHandler errandRefusalExceptionHandler(TaskHttp tasks, TaskWebHandler handler) {
        return new RefusalExceptionHandler(tasks, handler);
    }

    @Bean
    RefusalAdvice.OfEngine errandRefusalAdviceOfEngine(
            RefusalExceptionHandler refusals, ApplicationContext application) {
        return new RefusalAdvice.OfEngine(refusals, application, NamedExceptions::areHandledBy);
    }

    @Bean
    RefusalAdvice.OfRegistry errandRefusalAdviceOfRegistry(
            RefusalExceptionHandler refusals, ApplicationContext application) {
        return new RefusalAdvice.OfRegistry(refusals, application, NamedExceptions::areHandledBy);
    }

    @Bean
    @ConditionalOnBooleanProperty("errand.web.dashboard.enabled")
    DashboardAddress errandDashboardAddress(ErrandWebProperties properties, ReactiveTaskCallerResolver callers) {
        return new DashboardAddress(
                properties,
                application -> application.getEnvironment().getProperty("spring.webflux.base-path", ""),
                () -> warningOf(callers, properties));
    }

    private static Optional<String> warningOf(ReactiveTaskCallerResolver callers, ErrandWebProperties properties) {
        return switch (callers) {
            case ReactivePrincipalCallers nobodySignsIn ->
                Optional.of("Nobody may see what is on the dashboard, because nobody signs in to this application");
            case ReactiveAuthenticatedCallers byRoles
            when properties.operatorRoles().isEmpty() -> Optional.of(DashboardAddress.FOR_NOBODY);
            default -> Optional.empty();
        };
    }

    @Bean
    NobodySignsIn errandNobodySignsIn(ReactiveTaskCallerResolver callers) {
        return new NobodySignsIn(application -> callers instanceof ReactivePrincipalCallers);
    }

    @Bean
    ApplicationListener<ContextClosedEvent> errandStreamsEnd(TaskHttp tasks, ApplicationContext application) {
        return ServedTasks.endingWith(application, tasks);
    }

    /** Who has signed in by Spring Security, and her roles. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass(Authentication.class)
    static class BySpringSecurity {

        @Bean
        @ConditionalOnMissingBean
        ReactiveTaskCallerResolver errandTaskCallerResolver(
                TaskOwnerResolver owners, ErrandWebProperties properties, ObjectProvider<RoleHierarchy> hierarchy) {
            return new ReactiveAuthenticatedCallers(
                    owners, properties.operatorRoles(), hierarchy.getIfAvailable(NullRoleHierarchy::new));
        }

        /** Where Spring Security has sessions. */
        @Configuration(proxyBeanMethods = false)
        @ConditionalOnClass(WebSessionServerSecurityContextRepository.class)
        static class Leaving {

            @Bean
            @ConditionalOnMissingBean
            StreamsOfWebSessions errandStreamsOfWebSessions(TaskHttp tasks, TaskOwnerResolver owners) {
                return new StreamsOfWebSessions(tasks, owners);
            }
        }
    }

    /** Who has signed in by other means. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnMissingClass("org.springframework.security.core.Authentication")
    static class ByPrincipal {

        @Bean
        @ConditionalOnMissingBean
        ReactiveTaskCallerResolver errandTaskCallerResolver(TaskOwnerResolver owners) {
            return new ReactivePrincipalCallers(owners);
        }
    }
}
