package dev.errand.spring.reactive;

import static dev.errand.spring.web.Calls.as;
import static dev.errand.spring.web.Calls.to;
import static java.nio.charset.StandardCharsets.UTF_8;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import dev.errand.SubmitOptions;
import dev.errand.TaskContext;
import dev.errand.TaskHandle;
import dev.errand.TaskType;
import dev.errand.engine.TaskEngine;
import dev.errand.registry.RegistryUnavailableException;
import dev.errand.spring.BackgroundTaskMethod;
import dev.errand.spring.TaskSubmitter;
import dev.errand.spring.web.Calls;
import dev.errand.web.TaskAccepted;
import java.io.BufferedReader;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.security.Principal;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.web.server.ServerHttpSecurity;
import org.springframework.security.core.userdetails.MapReactiveUserDetailsService;
import org.springframework.security.core.userdetails.User;
import org.springframework.security.core.userdetails.UserDetails;
import org.springframework.security.web.server.SecurityWebFilterChain;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

/** Reactive applications with Spring Security on real servers, over sockets. */
@Timeout(180)
@ExtendWith(OutputCaptureExtension.class)
class ReactiveServerTest {

    /** For so long that the time of the test is over before, if a stream does not end by itself. */
    private static final String WAITING_FOR_OPEN_CALLS = "spring.lifecycle.timeout-per-shutdown-phase=1h";

    private static final String TASKS = "/app/background-tasks/api/v1/tasks/";
    private static final TaskType<Void, Integer> SLOW = TaskType.named("slow", Void.class, Integer.class);

    /** By which auto-configuration it is taken out, for the other one to serve. */
    enum Server {
        NETTY("org.springframework.boot.tomcat.autoconfigure.reactive.TomcatReactiveWebServerAutoConfiguration"),
        TOMCAT("org.springframework.boot.reactor.netty.autoconfigure.NettyReactiveWebServerAutoConfiguration");

        private final String other;

        Server(String other) {
            this.other = other;
        }

        String other() {
            return other;
        }
    }

    private final Calls calls = Calls.byHttp11();

    private static ConfigurableApplicationContext start(Server server, String... properties) {
        return new SpringApplicationBuilder(Application.class)
                .properties(
                        "spring.main.web-application-type=reactive",
                        "spring.autoconfigure.exclude=" + server.other,
                        "server.port=0",
                        "spring.webflux.base-path=/app",
                        "spring.main.banner-mode=off",
                        "errand.registry=memory",
                        "errand.artifacts.store=temporary",
                        "errand.web.operator-roles=OPERATOR",
                        "errand.web.dashboard.enabled=true",
                        "errand.node.shutdown-grace=500ms")
                .properties(properties)
                .run();
    }

    private static HttpRequest.BodyPublisher nothing() {
        return HttpRequest.BodyPublishers.noBody();
    }

    private static String pathOf(TaskHandle<?> task) {
        return TASKS + task.id();
    }

    private static TaskHandle<Integer> slow(ConfigurableApplicationContext context) {
        return context.getBean(TaskEngine.class).submit(SLOW, SubmitOptions.by("ana"));
    }

    @ParameterizedTest
    @EnumSource
    void aPersonSeesHerOwnTasks(Server server) throws Exception {
        try (ConfigurableApplicationContext context = start(server)) {
            for (String endpoint : new String[] {"/app/export", "/app/export-soon"}) {
                HttpResponse<String> accepted =
                        calls.send(as("ana", to(context, endpoint)).POST(nothing()));
                assertThat(accepted.statusCode()).isEqualTo(202);
                String location = accepted.headers().firstValue("Location").orElseThrow();
                assertThat(location).startsWith(TASKS);
                HttpResponse<String> hers = calls.send(as("ana", to(context, location)));
                assertThat(hers.statusCode()).isEqualTo(200);
                assertThat(hers.body()).contains("\"id\":\"ana\"", "\"pollAfterSeconds\"");
                assertThat(calls.send(as("bob", to(context, location))).statusCode())
                        .isEqualTo(404);
                assertThat(calls.send(as("op", to(context, location))).statusCode())
                        .isEqualTo(200);
                assertThat(calls.send(to(context, location)).statusCode()).isEqualTo(401);
            }
            HttpResponse<String> waited = calls.send(as("ana", to(context, "/app/export"))
                    .header("Prefer", "wait=9")
                    .POST(nothing()));
            assertThat(waited.statusCode()).isEqualTo(200);
            assertThat(waited.body()).contains("\"SUCCEEDED\"");
        }
    }

    @ParameterizedTest
    @EnumSource
    void commandsAreReadAndDone(Server server) throws Exception {
        try (ConfigurableApplicationContext context = start(server)) {
            TaskHandle<Integer> task = slow(context);
            HttpRequest.Builder cancel = as("ana", to(context, pathOf(task) + "/cancel"))
                    .header("Content-Type", "application/json")
                    .POST(HttpRequest.BodyPublishers.ofString("{\"reason\":\"enough\"}"));
            assertThat(calls.send(cancel.copy().header("Origin", "https://evil.example.org"))
                            .statusCode())
                    .isEqualTo(403);
            assertThat(calls.send(cancel.copy().header("Sec-Fetch-Site", "same-origin"))
                            .statusCode())
                    .isIn(200, 202);
            assertThat(task.await(ofSeconds(20))).isPresent();
            assertThat(task.snapshot().status().toString()).contains("enough");
            HttpRequest.Builder tooMuch = as("ana", to(context, pathOf(task) + "/retry"))
                    .header("Sec-Fetch-Site", "same-origin")
                    .header("Content-Type", "application/json")
                    .POST(HttpRequest.BodyPublishers.ofString("{\"reason\":\"" + "x".repeat(4_000_000) + "\"}"));
            HttpResponse<String> refused = calls.send(tooMuch);
            assertThat(refused.statusCode()).as(refused.body()).isEqualTo(413);
        }
    }

    @ParameterizedTest
    @EnumSource
    void commandsComeThroughAProxyThatCallsByAnotherName(Server server) throws Exception {
        try (ConfigurableApplicationContext context = start(server, "server.forward-headers-strategy=framework")) {
            HttpRequest.Builder cancel = as("ana", to(context, pathOf(slow(context)) + "/cancel"))
                    .header("X-Forwarded-Host", "tasks.intranet")
                    .POST(nothing());
            assertThat(calls.send(cancel.copy().header("Origin", "http://evil.example"))
                            .statusCode())
                    .isEqualTo(403);
            assertThat(calls.send(cancel.copy().header("Origin", "http://tasks.intranet"))
                            .statusCode())
                    .isIn(200, 202);
        }
    }

    @ParameterizedTest
    @EnumSource
    void filesComeWholeAndInParts(Server server) throws Exception {
        try (ConfigurableApplicationContext context = start(server)) {
            HttpResponse<String> ended = calls.send(as("ana", to(context, "/app/export"))
                    .header("Prefer", "wait=9")
                    .POST(nothing()));
            Matcher href = Pattern.compile("\"href\":\"([^\"]+/files/[^\"]+)\"").matcher(ended.body());
            assertThat(href.find()).as(ended.body()).isTrue();
            String path = href.group(1);

            HttpResponse<String> whole = calls.send(as("ana", to(context, path)));
            assertThat(whole.statusCode()).isEqualTo(200);
            assertThat(whole.body()).hasSize(200_000).startsWith("0123456789");
            assertThat(whole.headers().firstValueAsLong("Content-Length")).hasValue(200_000);
            HttpResponse<String> part = calls.send(as("ana", to(context, path)).header("Range", "bytes=2-5"));
            assertThat(part.statusCode()).isEqualTo(206);
            assertThat(part.body()).isEqualTo("2345");
            assertThat(part.headers().firstValue("Content-Range")).hasValue("bytes 2-5/200000");
            HttpResponse<String> head = calls.send(as("ana", to(context, path)).method("HEAD", nothing()));
            assertThat(head.statusCode()).isEqualTo(200);
            assertThat(head.headers().firstValueAsLong("Content-Length")).hasValue(200_000);
            assertThat(calls.send(as("bob", to(context, path))).statusCode()).isEqualTo(404);
        }
    }

    @ParameterizedTest
    @EnumSource
    void eventsComeUntilTheEnd(Server server, CapturedOutput output) throws Exception {
        try (ConfigurableApplicationContext context = start(server)) {
            TaskHandle<Integer> task = slow(context);
            HttpResponse<InputStream> events = calls.open(as("ana", to(context, pathOf(task) + "/events")));
            assertThat(events.statusCode()).isEqualTo(200);
            assertThat(events.headers().firstValue("Content-Type").orElseThrow())
                    .startsWith("text/event-stream");
            try (BufferedReader lines = new BufferedReader(new InputStreamReader(events.body(), UTF_8))) {
                assertThat(lines.lines().anyMatch(line -> line.equals("event: snapshot")))
                        .isTrue();
                assertThat(task.cancel()).isTrue();
                assertThat(lines.lines()).contains("event: end");
            }
        }
        assertThat(output).doesNotContain("ERROR").doesNotContain("already committed");
    }

    @ParameterizedTest
    @EnumSource
    void aReaderWhoIsGoneMakesRoom(Server server) throws Exception {
        try (ConfigurableApplicationContext context = start(server, "errand.web.streams.per-caller=1")) {
            TaskHandle<Integer> task = slow(context);
            HttpResponse<InputStream> events = calls.open(as("ana", to(context, pathOf(task) + "/events")));
            assertThat(events.statusCode()).isEqualTo(200);
            assertThat(events.body().read()).isPositive();
            assertThat(calls.send(as("ana", to(context, pathOf(task) + "/events")))
                            .statusCode())
                    .isEqualTo(429);
            events.body().close();
            int status = 429;
            for (int i = 0; i < 600 && status == 429; i++) {
                LockSupport.parkNanos(100_000_000);
                HttpResponse<InputStream> again = calls.open(as("ana", to(context, pathOf(task) + "/events")));
                status = again.statusCode();
                again.body().close();
            }
            assertThat(status).isEqualTo(200);
        }
    }

    @ParameterizedTest
    @EnumSource
    void streamsEndWithTheServer(Server server) throws Exception {
        ConfigurableApplicationContext context = start(server, WAITING_FOR_OPEN_CALLS);
        try {
            HttpResponse<InputStream> events = calls.open(as("ana", to(context, pathOf(slow(context)) + "/events")));
            try (BufferedReader lines = new BufferedReader(new InputStreamReader(events.body(), UTF_8))) {
                assertThat(lines.lines().anyMatch(line -> line.equals("event: snapshot")))
                        .isTrue();
                context.close();
                assertThat(lines.lines()).anyMatch(line -> line.startsWith("retry: "));
            }
        } finally {
            context.close();
        }
    }

    @ParameterizedTest
    @EnumSource
    void whatTheEngineRefusesInAControllerIsAProblem(Server server) throws Exception {
        try (ConfigurableApplicationContext context = start(server)) {
            context.getBean(TaskEngine.class).close();
            for (String endpoint : new String[] {"/app/export", "/app/export-soon"}) {
                HttpResponse<String> refused =
                        calls.send(as("ana", to(context, endpoint)).POST(nothing()));
                assertThat(refused.statusCode()).isEqualTo(503);
                assertThat(refused.headers().firstValue("Content-Type").orElseThrow())
                        .startsWith("application/problem+json");
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void aRegistryThatIsAwayIsAProblemInAController(Server server) throws Exception {
        try (ConfigurableApplicationContext context = start(server)) {
            HttpResponse<String> refused =
                    calls.send(as("ana", to(context, "/app/away")).POST(nothing()));
            assertThat(refused.statusCode()).isEqualTo(503);
            assertThat(refused.headers().firstValue("Retry-After")).isPresent();
            assertThat(refused.body()).contains("\"code\":\"unavailable\"").doesNotContain("the disk is full");
        }
    }

    @ParameterizedTest
    @EnumSource
    void theDashboardIsForOperators(Server server, CapturedOutput output) throws Exception {
        try (ConfigurableApplicationContext context = start(server)) {
            String port = context.getEnvironment().getProperty("local.server.port");
            assertThat(output)
                    .contains("Dashboard of background tasks: http://localhost:" + port
                            + "/app/background-tasks/dashboard/")
                    .doesNotContain("Nobody may see");
            assertThat(calls.send(as("op", to(context, "/app/background-tasks/dashboard/")))
                            .body())
                    .contains("<html");
            String data = "/app/background-tasks/api/v1/dashboard/overview";
            assertThat(calls.send(as("op", to(context, data))).statusCode()).isEqualTo(200);
            assertThat(calls.send(as("ana", to(context, data))).statusCode()).isEqualTo(403);
            assertThat(calls.send(as("ana", to(context, "/app/background-tasks/assets/task-progress.js")))
                            .statusCode())
                    .isEqualTo(200);
        }
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    @Import(Endpoints.class)
    static class Application {

        private final CountDownLatch never = new CountDownLatch(1);

        @BackgroundTaskMethod(name = "export", title = "Export")
        String export(TaskContext context) throws Exception {
            return context.writeArtifact(
                            "digits.txt",
                            "text/plain",
                            out -> out.write("0123456789".repeat(20_000).getBytes(UTF_8)))
                    .fileName();
        }

        @BackgroundTaskMethod(name = "slow", title = "Slow")
        Integer slow() throws InterruptedException {
            never.await();
            return 1;
        }

        @Bean
        MapReactiveUserDetailsService users() {
            return new MapReactiveUserDetailsService(user("ana", "USER"), user("bob", "USER"), user("op", "OPERATOR"));
        }

        private static UserDetails user(String name, String role) {
            return User.withUsername(name).password("{noop}secret").roles(role).build();
        }

        @Bean
        SecurityWebFilterChain rules(ServerHttpSecurity http) {
            return http.authorizeExchange(exchanges -> exchanges.anyExchange().authenticated())
                    .httpBasic(Customizer.withDefaults())
                    .csrf(ServerHttpSecurity.CsrfSpec::disable)
                    .build();
        }
    }

    @RestController
    static class Endpoints {

        private final TaskSubmitter<Void, String> exports;

        Endpoints(TaskSubmitter<Void, String> exports) {
            this.exports = exports;
        }

        @PostMapping("/export")
        TaskAccepted export(Principal principal) {
            return TaskAccepted.of(exports.submit(options -> SubmitOptions.by(principal.getName())));
        }

        @PostMapping("/away")
        TaskAccepted away() {
            throw new RegistryUnavailableException("the disk is full", null);
        }

        @PostMapping("/export-soon")
        Mono<TaskAccepted> exportSoon(Principal principal) {
            return Mono.fromCallable(() -> export(principal));
        }
    }
}
