package dev.errand.spring.web;

import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.web.server.Ssl;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ApplicationListener;
import org.springframework.core.env.Environment;

/** Says in the log, once, where the page of operators is, and who may see what is on it. */
public final class DashboardAddress implements ApplicationListener<ApplicationReadyEvent> {

    /** What is said where operators go by roles, and there are none. */
    public static final String FOR_NOBODY =
            "Nobody may see what is on the dashboard: errand.web.operator-roles is empty";

    private static final Logger LOG = LoggerFactory.getLogger(DashboardAddress.class);

    private final ErrandWebProperties properties;
    private final Function<ApplicationContext, String> prefix;
    private final Supplier<Optional<String>> warning;

    /**
     * Knows where it is.
     *
     * @param properties the path
     * @param prefix what all paths of an application begin with; empty if there is no such thing
     * @param warning what operators should know besides
     */
    public DashboardAddress(
            ErrandWebProperties properties,
            Function<ApplicationContext, String> prefix,
            Supplier<Optional<String>> warning) {
        this.properties = properties;
        this.prefix = prefix;
        this.warning = warning;
    }

    @Override
    public void onApplicationEvent(ApplicationReadyEvent event) {
        LOG.info("Dashboard of background tasks: {}", addressIn(event.getApplicationContext()));
        warning.get().ifPresent(LOG::warn);
    }

    private String addressIn(ApplicationContext application) {
        Environment environment = application.getEnvironment();
        String path = prefix.apply(application) + properties.dashboardPath() + "/";
        boolean encrypted = Binder.get(environment)
                .bind("server.ssl", Ssl.class)
                .map(ssl -> ssl.isEnabled())
                .orElse(false);
        return Optional.ofNullable(environment.getProperty("local.server.port"))
                .map(port -> (encrypted ? "https" : "http") + "://localhost:" + port + path)
                .orElse(path);
    }
}
