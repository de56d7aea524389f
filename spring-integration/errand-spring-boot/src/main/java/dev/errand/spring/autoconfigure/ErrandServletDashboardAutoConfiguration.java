package dev.errand.spring.autoconfigure;

import dev.errand.engine.TaskEngine;
import dev.errand.spring.TaskOwnerResolver;
import dev.errand.spring.UnsecuredDashboardException;
import dev.errand.spring.web.DashboardAddress;
import dev.errand.spring.web.DashboardGate;
import dev.errand.spring.web.ErrandWebProperties;
import dev.errand.spring.web.OperatorsWithoutSecurity;
import dev.errand.spring.web.PrincipalCallers;
import dev.errand.spring.web.TaskCallerResolver;
import dev.errand.web.servlet.TaskServlet;
import jakarta.servlet.Servlet;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.cloud.CloudPlatform;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.boot.web.servlet.ServletRegistrationBean;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;
import org.springframework.web.context.WebApplicationContext;

/**
 * The page of operators in a servlet application, if it is asked for. With security, operators are who has one of their roles;
 * without, who calls from this machine, unless the application says that everybody is.
 */
@AutoConfiguration(
        after = ErrandAutoConfiguration.class,
        afterName = "org.springframework.boot.security.autoconfigure.web.servlet.ServletWebSecurityAutoConfiguration")
@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
@ConditionalOnClass({Servlet.class, TaskServlet.class, ServletRegistrationBean.class})
@ConditionalOnBean(TaskEngine.class)
@ConditionalOnBooleanProperty(name = "errand.web.enabled", matchIfMissing = true)
@ConditionalOnBooleanProperty("errand.web.dashboard.enabled")
@EnableConfigurationProperties(ErrandWebProperties.class)
public final class ErrandServletDashboardAutoConfiguration {

    ErrandServletDashboardAutoConfiguration() {}

    @Bean
    DashboardAddress errandDashboardAddress(
            ErrandWebProperties properties, ObjectProvider<TaskCallerResolver> callers) {
        return new DashboardAddress(
                properties,
                ErrandServletDashboardAutoConfiguration::contextPathOf,
                () -> warningOf(callers.getIfAvailable(), properties));
    }

    private static String contextPathOf(ApplicationContext application) {
        return application instanceof WebApplicationContext web && web.getServletContext() != null
                ? web.getServletContext().getContextPath()
                : "";
    }

    private static Optional<String> warningOf(@Nullable TaskCallerResolver callers, ErrandWebProperties properties) {
        return switch (callers) {
            case OperatorsWithoutSecurity nobodySignsIn
            when properties.dashboard().unsecured() ->
                Optional.of("Everybody who reaches the dashboard sees and handles all tasks:"
                        + " errand.web.dashboard.unsecured is true, and nobody signs in to this application");
            case OperatorsWithoutSecurity nobodySignsIn ->
                Optional.of("The dashboard answers to calls from this machine only, because nobody signs in to this"
                        + " application");
            case PrincipalCallers byRoles
            when properties.operatorRoles().isEmpty() -> Optional.of(DashboardAddress.FOR_NOBODY);
            case null, default -> Optional.empty();
        };
    }

    /** Where neither Spring Security nor the application finds out who calls. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnMissingBean(value = TaskCallerResolver.class, name = "springSecurityFilterChain")
    static class WithoutSecurity {

        @Bean
        TaskCallerResolver errandTaskCallerResolver(
                TaskOwnerResolver owners, ErrandWebProperties properties, Environment environment) {
            boolean unsecured = properties.dashboard().unsecured();
            if (!unsecured && isBehindProxy(environment)) {
                throw new UnsecuredDashboardException();
            }
            return new OperatorsWithoutSecurity(new PrincipalCallers(owners, properties.operatorRoles()), unsecured);
        }

        @Bean
        FilterRegistrationBean<DashboardGate> errandDashboardGate(
                TaskCallerResolver callers, ErrandWebProperties properties) {
            FilterRegistrationBean<DashboardGate> registration =
                    new FilterRegistrationBean<>(new DashboardGate(callers));
            registration.addUrlPatterns(properties.dashboardPath() + "/*");
            return registration;
        }

        /** As Spring Boot sees it: it believes the headers of proxies if it is told so, and on the platforms of clouds. */
        private static boolean isBehindProxy(Environment environment) {
            String strategy = environment.getProperty("server.forward-headers-strategy");
            if (strategy != null) {
                return !strategy.toLowerCase(Locale.ROOT).equals("none");
            }
            CloudPlatform platform = CloudPlatform.getActive(environment);
            return platform != null && platform.isUsingForwardHeaders();
        }
    }
}
