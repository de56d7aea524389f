package dev.errand.spring.web;

import jakarta.servlet.http.HttpServletRequest;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.security.web.servlet.ApplicationContextRequestMatcher;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.security.web.servlet.util.matcher.PathPatternRequestMatcher;
import org.springframework.security.web.util.matcher.OrRequestMatcher;
import org.springframework.security.web.util.matcher.RequestMatcher;
import org.springframework.web.context.WebApplicationContext;

/**
 * Matchers for the requests that are ours, for the rules of Spring Security, so that these need no paths. No rule is made here:
 * those of the application hold. Where nothing is served, as with {@code errand.web.enabled=false}, they match nothing.
 */
public final class TaskRequest {

    private TaskRequest() {}

    /**
     * Requests for tasks, their events and their files.
     *
     * @return a matcher
     */
    public static RequestMatcher toApi() {
        return new Matcher(ErrandWebProperties::apiPath);
    }

    /**
     * Requests for the scripts and styles of the elements that show tasks.
     *
     * @return a matcher
     */
    public static RequestMatcher toAssets() {
        return new Matcher(ErrandWebProperties::assetsPath);
    }

    /**
     * Requests for the page of operators.
     *
     * @return a matcher
     */
    public static RequestMatcher toDashboard() {
        return new Matcher(ErrandWebProperties::dashboardPath);
    }

    private static final class Matcher extends ApplicationContextRequestMatcher<WebApplicationContext> {

        private final Function<ErrandWebProperties, String> path;
        private volatile @Nullable RequestMatcher delegate;

        Matcher(Function<ErrandWebProperties, String> path) {
            super(WebApplicationContext.class);
            this.path = path;
        }

        @Override
        protected boolean ignoreApplicationContext(WebApplicationContext context) {
            return WebServerApplicationContext.hasServerNamespace(context, "management");
        }

        @Override
        protected void initialized(Supplier<WebApplicationContext> context) {
            context.get()
                    .getBeanProvider(ErrandWebProperties.class)
                    .ifAvailable(properties -> delegate = below(path.apply(properties)));
        }

        private static RequestMatcher below(String root) {
            PathPatternRequestMatcher.Builder patterns = PathPatternRequestMatcher.withDefaults();
            return new OrRequestMatcher(patterns.matcher(root), patterns.matcher(root + "/**"));
        }

        @Override
        protected boolean matches(HttpServletRequest request, Supplier<WebApplicationContext> context) {
            RequestMatcher known = delegate;
            return known != null && known.matches(request);
        }
    }
}
