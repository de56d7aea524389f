package dev.errand.spring.autoconfigure;

import dev.errand.engine.TaskEngine;
import dev.errand.spring.CurrentPrincipal;
import dev.errand.spring.TaskOwnerResolver;
import dev.errand.spring.web.CallerRoles;
import dev.errand.spring.web.ErrandWebProperties;
import dev.errand.spring.web.HierarchicalRoles;
import dev.errand.spring.web.NobodySignsIn;
import dev.errand.spring.web.PrincipalCallers;
import dev.errand.spring.web.StreamsOfSessions;
import dev.errand.spring.web.TaskCallerResolver;
import dev.errand.spring.web.TaskHttpBuilderCustomizer;
import dev.errand.time.TimeSource;
import dev.errand.web.TaskAccessPolicy;
import dev.errand.web.TaskHttp;
import dev.errand.web.servlet.TaskServlet;
import jakarta.servlet.Servlet;
import jakarta.servlet.http.HttpServletRequest;
import java.security.Principal;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.web.servlet.ServletRegistrationBean;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ApplicationListener;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.security.access.hierarchicalroles.NullRoleHierarchy;
import org.springframework.security.access.hierarchicalroles.RoleHierarchy;
import org.springframework.security.authentication.event.LogoutSuccessEvent;
import org.springframework.web.context.request.RequestAttributes;
import org.springframework.web.context.request.RequestContextHolder;
import org.springframework.web.context.request.ServletRequestAttributes;

/**
 * Tasks over HTTP in a servlet application. Nobody is let in whom the application's security does not know; no rules of Spring
 * Security are made or replaced.
 */
@AutoConfiguration(
        after = {
            ErrandAutoConfiguration.class,
            ErrandSecurityAutoConfiguration.class,
            ErrandServletDashboardAutoConfiguration.class
        },
        afterName = "org.springframework.boot.webmvc.autoconfigure.DispatcherServletAutoConfiguration")
@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
@ConditionalOnClass({Servlet.class, RequestContextHolder.class})
public final class ErrandServletAutoConfiguration {

    ErrandServletAutoConfiguration() {}

    /** Where there is no Spring Security: who the container says has signed in. */
    @Bean
    @ConditionalOnMissingBean
    CurrentPrincipal errandCurrentPrincipal() {
        return () -> {
            RequestAttributes request = RequestContextHolder.getRequestAttributes();
            Principal principal = request instanceof ServletRequestAttributes servlet
                    ? servlet.getRequest().getUserPrincipal()
                    : null;
            return principal;
        };
    }

    /** What is served. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass({TaskServlet.class, ServletRegistrationBean.class})
    @ConditionalOnBean(TaskEngine.class)
    @ConditionalOnBooleanProperty(name = "errand.web.enabled", matchIfMissing = true)
    @EnableConfigurationProperties(ErrandWebProperties.class)
    static class Serving {

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

        @Bean
        @ConditionalOnMissingBean
        TaskCallerResolver errandTaskCallerResolver(
                TaskOwnerResolver owners, ErrandWebProperties properties, ObjectProvider<CallerRoles> roles) {
            return new PrincipalCallers(
                    owners, properties.operatorRoles(), roles.getIfAvailable(() -> HttpServletRequest::isUserInRole));
        }

        @Bean
        @ConditionalOnMissingBean
        TaskServlet errandTaskServlet(TaskHttp tasks, TaskCallerResolver callers) {
            return new TaskServlet(tasks, callers::callerOf);
        }

        @Bean
        @ConditionalOnMissingBean(name = "errandTaskServletRegistration")
        ServletRegistrationBean<TaskServlet> errandTaskServletRegistration(
                TaskServlet servlet, ErrandWebProperties properties) {
            ServletRegistrationBean<TaskServlet> registration =
                    new ServletRegistrationBean<>(servlet, properties.path() + "/*");
            if (properties.dashboard().enabled()) {
                registration.addUrlMappings(properties.dashboardPath() + "/*");
            }
            registration.setName("errandTaskServlet");
            return registration;
        }

        @Bean
        NobodySignsIn errandNobodySignsIn(TaskCallerResolver callers) {
            return new NobodySignsIn(application ->
                    callers instanceof PrincipalCallers && !application.containsBean("springSecurityFilterChain"));
        }

        @Bean
        ApplicationListener<ContextClosedEvent> errandStreamsEnd(TaskHttp tasks, ApplicationContext application) {
            return ServedTasks.endingWith(application, tasks);
        }

        /** Where Spring Security knows which roles follow from others. */
        @Configuration(proxyBeanMethods = false)
        @ConditionalOnClass(RoleHierarchy.class)
        static class Ranks {

            @Bean
            @ConditionalOnMissingBean
            CallerRoles errandCallerRoles(ObjectProvider<RoleHierarchy> hierarchy) {
                return new HierarchicalRoles(hierarchy.getIfAvailable(NullRoleHierarchy::new));
            }
        }

        /** Where Spring Security knows who leaves. */
        @Configuration(proxyBeanMethods = false)
        @ConditionalOnClass(LogoutSuccessEvent.class)
        static class Leaving {

            @Bean
            StreamsOfSessions errandStreamsOfSessions(TaskHttp tasks, TaskOwnerResolver owners) {
                return new StreamsOfSessions(tasks, owners);
            }
        }
    }
}
