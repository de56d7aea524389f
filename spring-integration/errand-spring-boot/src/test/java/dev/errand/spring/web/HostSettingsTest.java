package dev.errand.spring.web;

import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import dev.errand.Owner;
import dev.errand.spring.BackgroundTaskMethod;
import dev.errand.spring.TaskSubmitter;
import dev.errand.web.Caller;
import dev.errand.web.Permission;
import dev.errand.web.TaskAccepted;
import jakarta.servlet.Filter;
import jakarta.servlet.http.HttpServletResponse;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.core.MethodParameter;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.http.converter.HttpMessageConverter;
import org.springframework.http.server.ServerHttpRequest;
import org.springframework.http.server.ServerHttpResponse;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.servlet.mvc.method.annotation.ResponseBodyAdvice;

/** What a host sets for its own JSON, its own errors and its own pages leaves ours as they are. */
@Timeout(180)
class HostSettingsTest {

    private static final String POLICY = "default-src 'self'";

    private final HttpClient client = HttpClient.newHttpClient();

    record Own(String someName, @Nullable String nothing, Instant at) {}

    private static ConfigurableApplicationContext start(String mapper) {
        return new SpringApplicationBuilder(Host.class)
                .properties(
                        RealServerTest.NO_SECURITY,
                        "server.port=0",
                        "server.servlet.context-path=/app",
                        "spring.main.banner-mode=off",
                        "errand.registry=memory",
                        "errand.artifacts.store=temporary",
                        "errand.node.shutdown-grace=500ms",
                        "spring.http.converters.preferred-json-mapper=" + mapper,
                        "spring.jackson.property-naming-strategy=SNAKE_CASE",
                        "spring.jackson.default-property-inclusion=non_null",
                        "spring.jackson.datatype.datetime.write-dates-as-timestamps=true",
                        "spring.jackson2.property-naming-strategy=SNAKE_CASE",
                        "spring.jackson2.default-property-inclusion=non_null",
                        "spring.jackson2.serialization.write-dates-as-timestamps=true")
                .run();
    }

    private HttpResponse<String> send(ConfigurableApplicationContext context, String method, String path)
            throws Exception {
        String port = context.getEnvironment().getProperty("local.server.port");
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://localhost:" + port + path))
                .timeout(ofSeconds(60))
                .method(method, HttpRequest.BodyPublishers.noBody())
                .build();
        return client.send(request, HttpResponse.BodyHandlers.ofString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"jackson", "jackson2"})
    void ourJsonIsOurs(String mapper) throws Exception {
        try (ConfigurableApplicationContext context = start(mapper)) {
            HttpResponse<String> own = send(context, "GET", "/app/own");
            assertThat(own.body())
                    .as("the settings work")
                    .contains("\"some_name\"", "wrapped")
                    .doesNotContain("nothing", "1970-01-01");

            HttpResponse<String> accepted = send(context, "POST", "/app/export");
            assertThat(accepted.statusCode()).isEqualTo(202);
            assertThat(accepted.body())
                    .contains("\"pollAfterSeconds\"", "\"error\":null")
                    .containsPattern("\"createdAt\":\"[0-9]{4}-[0-9]{2}-[0-9]{2}T[^\"]+Z\"")
                    .doesNotContain("poll_after", "wrapped");
            String location = accepted.headers().firstValue("Location").orElseThrow();
            assertThat(location).startsWith("/app/background-tasks/api/v1/tasks/");

            HttpResponse<String> task = send(context, "GET", location);
            assertThat(task.body())
                    .contains("\"pollAfterSeconds\"", "\"self\":\"" + location + "\"")
                    .doesNotContain("wrapped");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"jackson", "jackson2"})
    void ourProblemsAreOurs(String mapper) throws Exception {
        try (ConfigurableApplicationContext context = start(mapper)) {
            assertThat(send(context, "GET", "/app/broken").body())
                    .as("the advice works")
                    .contains("mine");
            HttpResponse<String> unknown = send(context, "GET", "/app/background-tasks/api/v1/tasks/none");
            assertThat(unknown.statusCode()).isEqualTo(404);
            assertThat(unknown.headers().firstValue("Content-Type").orElseThrow())
                    .startsWith("application/problem+json");
            assertThat(unknown.body()).contains("\"code\":\"task-not-found\"").doesNotContain("mine", "wrapped");
        }
    }

    @Test
    void theContentSecurityPolicyOfTheHostAllowsOurScripts() throws Exception {
        try (ConfigurableApplicationContext context = start("jackson")) {
            HttpResponse<String> task = send(context, "GET", "/app/background-tasks/api/v1/tasks");
            assertThat(task.headers().allValues("Content-Security-Policy")).containsExactly(POLICY);
            HttpResponse<String> element = send(context, "GET", "/app/background-tasks/assets/task-progress.js");
            assertThat(element.statusCode()).isEqualTo(200);
            assertThat(element.headers().firstValue("Content-Type").orElseThrow())
                    .startsWith("text/javascript");
            assertThat(element.body())
                    .as("from here only, and nothing inline")
                    .doesNotContain("https://", "eval(", "new Function", ".innerHTML");
        }
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    @Import({Controllers.class, Advice.class})
    static class Host {

        @BackgroundTaskMethod(name = "export", title = "Export")
        String export() {
            return "done";
        }

        @Bean
        TaskCallerResolver callers() {
            return request -> Optional.of(new Caller(Owner.APPLICATION, "ana", Permission.ofUsers()));
        }

        @Bean
        Filter policy() {
            return (request, response, chain) -> {
                ((HttpServletResponse) response).setHeader("Content-Security-Policy", POLICY);
                chain.doFilter(request, response);
            };
        }
    }

    @RestController
    static class Controllers {

        private final TaskSubmitter<Void, String> exports;

        Controllers(TaskSubmitter<Void, String> exports) {
            this.exports = exports;
        }

        @GetMapping("/own")
        Own own() {
            return new Own("x", null, Instant.EPOCH);
        }

        @GetMapping("/broken")
        Own broken() {
            throw new IllegalStateException("on purpose");
        }

        @PostMapping("/export")
        TaskAccepted export() {
            return TaskAccepted.of(exports.submit());
        }
    }

    /** Takes all failures, and wraps all bodies. */
    @ControllerAdvice
    static class Advice implements ResponseBodyAdvice<Object> {

        @ExceptionHandler(Exception.class)
        ResponseEntity<String> all(Exception failure) {
            return ResponseEntity.status(418).body("mine");
        }

        @Override
        public boolean supports(MethodParameter type, Class<? extends HttpMessageConverter<?>> converter) {
            return true;
        }

        @Override
        public @Nullable Object beforeBodyWrite(
                @Nullable Object body,
                MethodParameter type,
                MediaType mediaType,
                Class<? extends HttpMessageConverter<?>> converter,
                ServerHttpRequest request,
                ServerHttpResponse response) {
            return body instanceof Own ? Map.of("wrapped", body) : body;
        }
    }
}
