package dev.errand.spring.web;

import dev.errand.InvalidInputException;
import dev.errand.web.CsrfProtection;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What may be set about tasks over HTTP.
 *
 * @param enabled whether to serve tasks over HTTP
 * @param path path below which everything is, within the context path of the application
 * @param operatorRoles roles of those who see and handle everybody's tasks of their tenant. By default, nobody does
 * @param csrf how calls that change something are told from those that another site makes a browser send, besides what the
 *     application's own security does: by what browsers say, with or without a token of Spring Security's, or not at all if that
 *     token is to be enough
 * @param trustedOrigins other sites whose pages may change something, such as https://app.example.org
 * @param streams limits of event streams
 * @param dashboard the page of operators
 */
@ConfigurationProperties("errand.web")
public record ErrandWebProperties(
        @DefaultValue("true") boolean enabled,
        @DefaultValue("/background-tasks") String path,
        @DefaultValue Set<String> operatorRoles,
        @DefaultValue("same-origin") CsrfProtection csrf,
        @DefaultValue Set<String> trustedOrigins,
        @DefaultValue Streams streams,
        @DefaultValue Dashboard dashboard) {

    private static final String API = "/api/v1";
    private static final String ASSETS = "/assets";
    private static final Pattern ORIGIN =
            Pattern.compile("[A-Za-z][A-Za-z0-9+.-]*://([A-Za-z0-9._~-]+|\\[[0-9A-Fa-f:.]+])(:[0-9]{1,5})?");

    /**
     * Checks the paths and the origins.
     *
     * @throws InvalidInputException if a path does not begin with a slash, or ends with one, if the dashboard lies over the API
     *     or the scripts, or if what is trusted is no origin
     */
    public ErrandWebProperties {
        requirePath("errand.web.path", path);
        String page = dashboardPath(dashboard, path);
        requirePath("errand.web.dashboard.path", page);
        if (liesOver(page, path + API) || liesOver(page, path + ASSETS)) {
            throw new InvalidInputException(
                    "errand.web.dashboard.path", page, "be another one than that of the API and of the scripts");
        }
        trustedOrigins.forEach(ErrandWebProperties::requireOrigin);
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
     * The page of operators.
     *
     * @param enabled whether to serve the page of operators, who see and handle everybody's tasks
     * @param path path of the page, within the context path of the application. By default, dashboard below errand.web.path
     * @param unsecured whether everybody who reaches an application without security is an operator. If not, only those on the
     *     same machine are. With security, this changes nothing
     */
    public record Dashboard(
            @DefaultValue("false") boolean enabled,
            @Nullable String path,
            @DefaultValue("false") boolean unsecured) {}

    /**
     * Where the API is.
     *
     * @return a path without a slash at the end
     */
    public String apiPath() {
        return path + API;
    }

    /**
     * Where scripts and styles are.
     *
     * @return a path without a slash at the end
     */
    public String assetsPath() {
        return path + ASSETS;
    }

    /**
     * Where the page of operators is, if it is served.
     *
     * @return a path without a slash at the end
     */
    public String dashboardPath() {
        return dashboardPath(dashboard, path);
    }

    private static String dashboardPath(Dashboard dashboard, String path) {
        return Objects.requireNonNullElse(dashboard.path(), path + "/dashboard");
    }

    private static void requirePath(String field, String path) {
        if (!path.startsWith("/") || path.endsWith("/")) {
            throw new InvalidInputException(field, path, "begin with a slash, and end without one");
        }
    }

    /** No browser sends anything else as an origin, so that whatever is more would be trusted in vain. */
    private static void requireOrigin(String origin) {
        if (!ORIGIN.matcher(origin).matches()) {
            throw new InvalidInputException(
                    "errand.web.trusted-origins",
                    origin,
                    "be an origin, such as https://app.example.org or http://localhost:3000, without a path");
        }
    }

    private static boolean liesOver(String path, String other) {
        return (other + "/").startsWith(path + "/");
    }
}
