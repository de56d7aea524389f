package dev.errand.spring.web;

import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.web.server.Ssl;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ApplicationListener;
import org.springframework.core.env.Environment;
import org.springframework.web.context.WebApplicationContext;

/** Says in the log, once, where the page of operators is, and who may see what is on it. */
public final class DashboardAddress implements ApplicationListener<ApplicationReadyEvent> {

    private static final Logger LOG = LoggerFactory.getLogger(DashboardAddress.class);

    private final ErrandWebProperties properties;
    private final ObjectProvider<TaskCallerResolver> callers;

    /**
     * Knows where it is.
     *
     * @param properties the path
     * @param callers who may see it
     */
    public DashboardAddress(ErrandWebProperties properties, ObjectProvider<TaskCallerResolver> callers) {
        this.properties = properties;
        this.callers = callers;
    }

    @Override
    public void onApplicationEvent(ApplicationReadyEvent event) {
        LOG.info("Dashboard of background tasks: {}", addressIn(event.getApplicationContext()));
        switch (callers.getIfAvailable()) {
            case OperatorsWithoutSecurity nobodySignsIn
            when properties.dashboard().unsecured() ->
                LOG.warn(
                        "Everybody who reaches the dashboard sees and handles all tasks: errand.web.dashboard.unsecured is"
                                + " true, and nobody signs in to this application");
            case OperatorsWithoutSecurity nobodySignsIn ->
                LOG.warn(
                        "The dashboard answers to calls from this machine only, because nobody signs in to this application");
            case PrincipalCallers byRoles
            when properties.operatorRoles().isEmpty() ->
                LOG.warn("Nobody may see what is on the dashboard: errand.web.operator-roles is empty");
            case null, default -> {}
        }
    }

    private String addressIn(ApplicationContext application) {
        Environment environment = application.getEnvironment();
        String path = contextPathOf(application) + properties.dashboardPath() + "/";
        boolean encrypted = Binder.get(environment)
                .bind("server.ssl", Ssl.class)
                .map(ssl -> ssl.isEnabled())
                .orElse(false);
        return Optional.ofNullable(environment.getProperty("local.server.port"))
                .map(port -> (encrypted ? "https" : "http") + "://localhost:" + port + path)
                .orElse(path);
    }

    private static String contextPathOf(ApplicationContext application) {
        return application instanceof WebApplicationContext web && web.getServletContext() != null
                ? web.getServletContext().getContextPath()
                : "";
    }
}
