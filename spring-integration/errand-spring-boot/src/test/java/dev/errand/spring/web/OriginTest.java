package dev.errand.spring.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.errand.engine.TaskEngine;
import dev.errand.web.TaskHttp;
import dev.errand.web.servlet.TaskServlet;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.mock.web.MockFilterChain;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.web.filter.ForwardedHeaderFilter;

/** Under which scheme, name and port a servlet is called. */
class OriginTest {

    private static String originOf(HttpServletRequest request) {
        try (TaskEngine engine = TaskEngine.inMemory();
                TaskHttp http = TaskHttp.on(engine).build()) {
            return new TaskServlet(http, caller -> Optional.empty())
                    .callOf(request)
                    .target()
                    .origin();
        }
    }

    private static MockHttpServletRequest called(String scheme, String name, int port) {
        MockHttpServletRequest request = new MockHttpServletRequest("POST", "/cancel");
        request.setScheme(scheme);
        request.setServerName(name);
        request.setServerPort(port);
        return request;
    }

    @ParameterizedTest
    @CsvSource({
        "http, tasks.intranet, 80, http://tasks.intranet",
        "http, tasks.intranet, 443, http://tasks.intranet:443",
        "https, tasks.intranet, 443, https://tasks.intranet",
        "https, tasks.intranet, 80, https://tasks.intranet:80",
        "https, tasks.intranet, 8443, https://tasks.intranet:8443",
        "http, ::1, 8080, http://[::1]:8080",
        "http, [::1], 80, http://[::1]"
    })
    void isWrittenAsBrowsersDo(String scheme, String name, int port, String origin) {
        assertThat(originOf(called(scheme, name, port))).isEqualTo(origin);
    }

    @Test
    void isThatOfAProxyWhoseHeadersTheApplicationBelieves() throws Exception {
        MockHttpServletRequest request = called("http", "localhost", 8080);
        request.addHeader("Host", "localhost:8080");
        request.addHeader("X-Forwarded-Host", "tasks.intranet");
        MockFilterChain chain = new MockFilterChain();
        new ForwardedHeaderFilter().doFilter(request, new MockHttpServletResponse(), chain);

        assertThat(originOf((HttpServletRequest) Objects.requireNonNull(chain.getRequest())))
                .isEqualTo("http://tasks.intranet");
        assertThat(originOf(request)).as("nobody believes them").isEqualTo("http://localhost:8080");
    }
}
