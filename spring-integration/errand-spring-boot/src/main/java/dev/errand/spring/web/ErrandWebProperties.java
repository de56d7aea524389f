package dev.errand.spring.web;

import dev.errand.InvalidInputException;
import dev.errand.web.CsrfProtection;
import java.util.Set;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What may be set about tasks over HTTP.
 *
 * @param enabled whether to serve tasks over HTTP
 * @param path path below which everything is, within the context path of the application
 * @param operatorRoles roles of those who see and handle everybody's tasks of their tenant. By default, nobody does
 * @param csrf how calls that change something are told from those that another site makes a browser send, besides what the
 *     application's own security does
 * @param trustedOrigins other sites whose pages may change something, such as https://app.example.org
 * @param streams limits of event streams
 */
@ConfigurationProperties("errand.web")
public record ErrandWebProperties(
        @DefaultValue("true") boolean enabled,
        @DefaultValue("/background-tasks") String path,
        @DefaultValue Set<String> operatorRoles,
        @DefaultValue("same-origin") CsrfProtection csrf,
        @DefaultValue Set<String> trustedOrigins,
        @DefaultValue Streams streams) {

    /**
     * Checks the path.
     *
     * @throws InvalidInputException if it does not begin with a slash, or ends with one
     */
    public ErrandWebProperties {
        if (!path.startsWith("/") || path.endsWith("/")) {
            throw new InvalidInputException("errand.web.path", path, "begin with a slash, and end without one");
        }
        operatorRoles = Set.copyOf(operatorRoles);
        trustedOrigins = Set.copyOf(trustedOrigins);
    }

    /**
     * Limits of event streams.
     *
     * @param perCaller how many event streams one person may have open
     * @param inAll how many event streams may be open in this process
     */
    public record Streams(
            @DefaultValue("20") int perCaller,
            @DefaultValue("2000") int inAll) {}

    /**
     * Where the API is.
     *
     * @return a path without a slash at the end
     */
    public String apiPath() {
        return path + "/api/v1";
    }

    /**
     * Where scripts and styles are.
     *
     * @return a path without a slash at the end
     */
    public String assetsPath() {
        return path + "/assets";
    }

    /**
     * Where the page for operators is.
     *
     * @return a path without a slash at the end
     */
    public String dashboardPath() {
        return path + "/dashboard";
    }
}
