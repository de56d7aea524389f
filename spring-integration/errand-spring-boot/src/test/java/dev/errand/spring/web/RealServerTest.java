package dev.errand.spring.web;

import static dev.errand.spring.web.Calls.as;
import static dev.errand.spring.web.Calls.to;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.HikariPoolMXBean;
import dev.errand.TaskContext;
import dev.errand.engine.TaskEngine;
import dev.errand.registry.RegistryUnavailableException;
import dev.errand.spring.BackgroundTaskMethod;
import dev.errand.spring.TaskSubmitter;
import dev.errand.web.TaskAccepted;
import java.io.BufferedReader;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.concurrent.CountDownLatch;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.sql.DataSource;
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
import org.springframework.security.access.hierarchicalroles.RoleHierarchy;
import org.springframework.security.access.hierarchicalroles.RoleHierarchyImpl;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.core.userdetails.User;
import org.springframework.security.core.userdetails.UserDetailsService;
import org.springframework.security.provisioning.InMemoryUserDetailsManager;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.filter.ShallowEtagHeaderFilter;

/** Whole applications on a real Tomcat, over sockets. */
@Timeout(180)
class RealServerTest {

    private static final String SECURITY = "org.springframework.boot.security.autoconfigure.";
    static final String NO_SECURITY = "spring.autoconfigure.exclude=" + SECURITY
            + "SecurityAutoConfiguration," + SECURITY + "UserDetailsServiceAutoConfiguration," + SECURITY
            + "web.servlet.ServletWebSecurityAutoConfiguration," + SECURITY
            + "web.servlet.SecurityFilterAutoConfiguration,"
            + SECURITY + "actuate.web.servlet.ManagementWebSecurityAutoConfiguration";

    /** For so long that the time of the test is over before, if a stream does not end by itself. */
    private static final String TOKEN = "X-XSRF-TOKEN";

    private static final String TOKEN_COOKIE = "XSRF-TOKEN=";
    private static final String WAITING_FOR_OPEN_CALLS = "spring.lifecycle.timeout-per-shutdown-phase=1h";

    private final Calls calls = new Calls();

    private static ConfigurableApplicationContext start(Class<?> application, String... properties) {
        return new SpringApplicationBuilder(application)
                .properties(
                        "server.port=0",
                        "spring.main.banner-mode=off",
                        "spring.datasource.generate-unique-name=true",
                        "spring.jpa.open-in-view=true",
                        "errand.node.shutdown-grace=500ms")
                .properties(properties)
                .run();
    }

    @Test
    void withSecurityAPersonSeesHerOwnTasks() throws Exception {
        try (ConfigurableApplicationContext context = start(Secured.class, "errand.web.operator-roles=OPERATOR")) {
            HttpResponse<String> accepted =
                    calls.send(as("ana", to(context, "/export")).POST(HttpRequest.BodyPublishers.noBody()));
            assertThat(accepted.statusCode()).isEqualTo(202);
            String location = accepted.headers().firstValue("Location").orElseThrow();
            assertThat(location).startsWith("/background-tasks/api/v1/tasks/");

            HttpResponse<String> hers = calls.send(as("ana", to(context, location)));
            assertThat(hers.statusCode()).isEqualTo(200);
            assertThat(hers.body()).contains("\"title\":\"Export\"", "\"pollAfterSeconds\"", "\"id\":\"ana\"");

            assertThat(calls.send(as("bob", to(context, location))).statusCode())
                    .isEqualTo(404);
            assertThat(calls.send(as("op", to(context, location))).statusCode()).isEqualTo(200);
            assertThat(calls.send(to(context, location)).statusCode()).isEqualTo(401);
        }
    }

    @Test
    void anOperatorByTheHierarchyOfRolesIsOne() throws Exception {
        try (ConfigurableApplicationContext context = start(Hierarchical.class, "errand.web.operator-roles=CLERK")) {
            String location = calls.send(as("ana", to(context, "/export")).POST(HttpRequest.BodyPublishers.noBody()))
                    .headers()
                    .firstValue("Location")
                    .orElseThrow();

            assertThat(calls.send(as("op", to(context, location))).statusCode()).isEqualTo(200);
            assertThat(calls.send(as("bob", to(context, location))).statusCode())
                    .isEqualTo(404);
        }
    }

    @Test
    void anEventStreamPassesAFilterThatGathersAnswers() throws Exception {
        try (ConfigurableApplicationContext context = start(Gathering.class)) {
            String location = calls.send(as("ana", to(context, "/slow")).POST(HttpRequest.BodyPublishers.noBody()))
                    .headers()
                    .firstValue("Location")
                    .orElseThrow();
            HttpResponse<InputStream> events = calls.open(as("ana", to(context, location + "/events")));
            try (BufferedReader lines = new BufferedReader(new InputStreamReader(events.body(), UTF_8))) {
                assertThat(lines.lines().anyMatch(line -> line.equals("event: snapshot")))
                        .isTrue();
                calls.send(as("ana", to(context, location + "/cancel"))
                        .header("Sec-Fetch-Site", "same-origin")
                        .POST(HttpRequest.BodyPublishers.noBody()));
                assertThat(lines.lines()).contains("event: end");
            }
            assertThat(calls.send(as("ana", to(context, location))).headers().firstValue("ETag"))
                    .as("ours")
                    .get()
                    .asString()
                    .startsWith("\"v");
        }
    }

    @Test
    void aCallMayWaitForAQuickTask() throws Exception {
        try (ConfigurableApplicationContext context = start(Plain.class, NO_SECURITY)) {
            HttpResponse<String> ended = calls.send(
                    to(context, "/export").header("Prefer", "wait=9").POST(HttpRequest.BodyPublishers.noBody()));
            assertThat(ended.statusCode()).isEqualTo(200);
            assertThat(ended.body()).contains("\"SUCCEEDED\"");
        }
    }

    @Test
    void commandsNeedACallFromHere() throws Exception {
        try (ConfigurableApplicationContext context = start(Secured.class, "errand.web.operator-roles=OPERATOR")) {
            String location = calls.send(as("ana", to(context, "/slow")).POST(HttpRequest.BodyPublishers.noBody()))
                    .headers()
                    .firstValue("Location")
                    .orElseThrow();
            HttpRequest.Builder cancel =
                    as("ana", to(context, location + "/cancel")).POST(HttpRequest.BodyPublishers.noBody());
            assertThat(calls.send(cancel.copy().header("Origin", "https://evil.example.org"))
                            .statusCode())
                    .isEqualTo(403);
            assertThat(calls.send(cancel.copy().header("Sec-Fetch-Site", "same-origin"))
                            .statusCode())
                    .isIn(200, 202);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"framework", "native"})
    void alsoThroughAProxyThatCallsByAnotherName(String strategy) throws Exception {
        try (ConfigurableApplicationContext context =
                start(Secured.class, "server.forward-headers-strategy=" + strategy)) {
            String location = calls.send(as("ana", to(context, "/slow")).POST(HttpRequest.BodyPublishers.noBody()))
                    .headers()
                    .firstValue("Location")
                    .orElseThrow();
            HttpRequest.Builder cancel = as("ana", to(context, location + "/cancel"))
                    .header("X-Forwarded-Host", "tasks.intranet")
                    .header("X-Forwarded-Proto", "http")
                    .POST(HttpRequest.BodyPublishers.noBody());
            assertThat(calls.send(cancel.copy().header("Origin", "http://evil.example"))
                            .statusCode())
                    .isEqualTo(403);
            assertThat(calls.send(cancel.copy().header("Origin", "http://tasks.intranet"))
                            .statusCode())
                    .isIn(200, 202);
        }
    }

    @Test
    void theTokenOfSpringSecurityIsRespected() throws Exception {
        try (ConfigurableApplicationContext context = start(Tokens.class)) {
            String token = token(context);
            HttpRequest.Builder cancel = cancel(context, token);
            HttpRequest.Builder fromHere = cancel.copy().header("Sec-Fetch-Site", "same-origin");
            assertThat(calls.send(fromHere.copy()).statusCode()).as("without").isIn(401, 403);

            HttpResponse<String> alone = calls.send(cancel.header(TOKEN, token));
            assertThat(alone.statusCode()).as("alone").isEqualTo(403);
            assertThat(alone.body()).contains("cross-site");
            assertThat(calls.send(fromHere.header(TOKEN, token)).statusCode())
                    .as("with")
                    .isIn(200, 202);
        }
    }

    @Test
    void theTokenOfSpringSecurityIsEnoughIfTheHostSaysSo() throws Exception {
        try (ConfigurableApplicationContext context = start(Tokens.class, "errand.web.csrf=checked-by-host")) {
            String token = token(context);
            HttpRequest.Builder cancel = cancel(context, token);
            assertThat(calls.send(cancel.copy()).statusCode()).as("without").isIn(401, 403);
            assertThat(calls.send(cancel.header(TOKEN, token)).statusCode())
                    .as("alone")
                    .isIn(200, 202);
        }
    }

    private String token(ConfigurableApplicationContext context) throws Exception {
        HttpResponse<String> list = calls.send(as("ana", to(context, "/background-tasks/api/v1/tasks")));
        return list.headers().allValues("Set-Cookie").stream()
                .filter(one -> one.startsWith(TOKEN_COOKIE))
                .findFirst()
                .orElseThrow()
                .substring(TOKEN_COOKIE.length())
                .replaceAll(";.*", "");
    }

    /** With the cookie of a token only. */
    private HttpRequest.Builder cancel(ConfigurableApplicationContext context, String token) {
        String id = context.getBean(TaskEngine.class)
                .submit(
                        dev.errand.TaskType.named("slow", Void.class, Integer.class),
                        dev.errand.SubmitOptions.by("ana"))
                .id()
                .toString();
        return as("ana", to(context, "/background-tasks/api/v1/tasks/" + id + "/cancel"))
                .header("Cookie", TOKEN_COOKIE + token)
                .POST(HttpRequest.BodyPublishers.noBody());
    }

    @Test
    void eventsComeAndEndWithTheServerAndHoldNoConnection() throws Exception {
        ConfigurableApplicationContext context =
                start(Secured.class, "errand.web.operator-roles=OPERATOR", WAITING_FOR_OPEN_CALLS);
        try {
            String location = calls.send(as("ana", to(context, "/slow")).POST(HttpRequest.BodyPublishers.noBody()))
                    .headers()
                    .firstValue("Location")
                    .orElseThrow();
            HttpResponse<InputStream> events = calls.open(as("ana", to(context, location + "/events")));
            assertThat(events.statusCode()).isEqualTo(200);
            try (BufferedReader lines = new BufferedReader(new InputStreamReader(events.body(), UTF_8))) {
                assertThat(lines.lines().anyMatch(line -> line.equals("event: snapshot")))
                        .isTrue();
                HikariPoolMXBean pool = context.getBean(DataSource.class)
                        .unwrap(HikariDataSource.class)
                        .getHikariPoolMXBean();
                assertThat(StreamsServerTest.comesTrue(() -> pool.getActiveConnections() == 0))
                        .isTrue();
                context.close();
                assertThat(lines.lines()).anyMatch(line -> line.startsWith("retry: "));
            }
        } finally {
            context.close();
        }
    }

    @Test
    void withoutSecurityNobodyIsLetIn() throws Exception {
        try (ConfigurableApplicationContext context = start(Plain.class, NO_SECURITY)) {
            assertThat(calls.send(to(context, "/background-tasks/api/v1/tasks")).statusCode())
                    .isEqualTo(401);
            HttpResponse<String> accepted =
                    calls.send(to(context, "/export").POST(HttpRequest.BodyPublishers.noBody()));
            assertThat(accepted.statusCode()).isEqualTo(202);
        }
    }

    @Test
    void namingOfTheHostAndItsJacksonDoNotChangeOurJson() throws Exception {
        try (ConfigurableApplicationContext context = start(
                Plain.class,
                NO_SECURITY,
                "spring.jackson.property-naming-strategy=SNAKE_CASE",
                "spring.jackson2.property-naming-strategy=SNAKE_CASE",
                "spring.http.converters.preferred-json-mapper=jackson2",
                "server.servlet.context-path=/app")) {
            HttpResponse<String> accepted =
                    calls.send(to(context, "/app/export").POST(HttpRequest.BodyPublishers.noBody()));
            assertThat(accepted.body()).contains("\"pollAfterSeconds\"").doesNotContain("poll_after");
            assertThat(accepted.headers().firstValue("Location").orElseThrow()).startsWith("/app/background-tasks/");
        }
    }

    @Test
    void whatTheEngineRefusesInAControllerIsAProblem() throws Exception {
        try (ConfigurableApplicationContext context = start(Plain.class, NO_SECURITY, "errand.registry=memory")) {
            context.getBean(TaskEngine.class).close();
            HttpResponse<String> refused = calls.send(to(context, "/export").POST(HttpRequest.BodyPublishers.noBody()));
            assertThat(refused.statusCode()).isEqualTo(503);
            assertThat(refused.headers().firstValue("Content-Type").orElseThrow())
                    .startsWith("application/problem+json");
        }
    }

    @Test
    void aRegistryThatIsAwayIsAProblemInAController() throws Exception {
        try (ConfigurableApplicationContext context = start(Plain.class, NO_SECURITY, "errand.registry=memory")) {
            HttpResponse<String> refused = calls.send(to(context, "/away").POST(HttpRequest.BodyPublishers.noBody()));
            assertThat(refused.statusCode()).isEqualTo(503);
            assertThat(refused.headers().firstValue("Retry-After")).isPresent();
            assertThat(refused.body()).contains("\"code\":\"unavailable\"").doesNotContain("the disk is full");
        }
    }

    @Test
    void actuatorAnswersWithTheEndpoint() throws Exception {
        try (ConfigurableApplicationContext context =
                start(Plain.class, NO_SECURITY, "management.endpoints.web.exposure.include=backgroundtasks,health")) {
            assertThat(calls.send(to(context, "/actuator/backgroundtasks")).body())
                    .contains("\"export\"");
            assertThat(calls.send(to(context, "/actuator/health")).body()).contains("UP");
            Matcher id = Pattern.compile("\"id\":\"([^\"]+)\"")
                    .matcher(calls.send(to(context, "/export").POST(HttpRequest.BodyPublishers.noBody()))
                            .body());
            assertThat(id.find()).isTrue();
            String path = "/actuator/backgroundtasks/" + id.group(1);
            assertThat(calls.send(to(context, path)).body()).contains("\"title\":\"******\"");
            assertThat(calls.send(to(context, path).DELETE()).statusCode())
                    .as("read only")
                    .isEqualTo(405);
        }
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class Work {

        private final CountDownLatch never = new CountDownLatch(1);

        @BackgroundTaskMethod(name = "export", title = "Export")
        String export() {
            return "done";
        }

        @BackgroundTaskMethod(name = "slow", title = "Slow")
        Integer slow(TaskContext context) throws InterruptedException {
            never.await();
            return 1;
        }
    }

    @Configuration(proxyBeanMethods = false)
    @Import({Work.class, Endpoints.class})
    static class Plain {}

    @Configuration(proxyBeanMethods = false)
    @Import({Work.class, Endpoints.class})
    static class Secured {

        @Bean
        UserDetailsService users() {
            return new InMemoryUserDetailsManager(user("ana", "USER"), user("bob", "USER"), user("op", "OPERATOR"));
        }

        private static org.springframework.security.core.userdetails.UserDetails user(String name, String role) {
            return User.withUsername(name).password("{noop}secret").roles(role).build();
        }

        @Bean
        SecurityFilterChain rules(HttpSecurity http) throws Exception {
            return http.authorizeHttpRequests(requests -> requests.requestMatchers(TaskRequest.toAssets())
                            .permitAll()
                            .anyRequest()
                            .authenticated())
                    .httpBasic(Customizer.withDefaults())
                    .csrf(csrf -> csrf.ignoringRequestMatchers("/export", "/slow")
                            .ignoringRequestMatchers(TaskRequest.toApi()))
                    .build();
        }

        @Bean
        TaskHttpBuilderCustomizer quick() {
            return builder -> {};
        }
    }

    @Configuration(proxyBeanMethods = false)
    @Import(Secured.class)
    static class Hierarchical {

        @Bean
        RoleHierarchy hierarchy() {
            return RoleHierarchyImpl.fromHierarchy("ROLE_OPERATOR > ROLE_CLERK");
        }
    }

    @Configuration(proxyBeanMethods = false)
    @Import(Secured.class)
    static class Gathering {

        @Bean
        ShallowEtagHeaderFilter tags() {
            return new ShallowEtagHeaderFilter();
        }
    }

    @Configuration(proxyBeanMethods = false)
    @Import({Work.class, Endpoints.class})
    static class Tokens {

        @Bean
        UserDetailsService users() {
            return new Secured().users();
        }

        @Bean
        SecurityFilterChain rules(HttpSecurity http) throws Exception {
            return http.authorizeHttpRequests(requests -> requests.anyRequest().authenticated())
                    .httpBasic(Customizer.withDefaults())
                    .csrf(csrf -> csrf.spa())
                    .build();
        }
    }

    @RestController
    static class Endpoints {

        private final TaskSubmitter<Void, String> exports;
        private final TaskSubmitter<Void, Integer> slow;

        Endpoints(TaskSubmitter<Void, String> exports, TaskSubmitter<Void, Integer> slow) {
            this.exports = exports;
            this.slow = slow;
        }

        @PostMapping("/export")
        TaskAccepted export() {
            return TaskAccepted.of(exports.submit());
        }

        @PostMapping("/away")
        TaskAccepted away() {
            throw new RegistryUnavailableException("the disk is full", null);
        }

        @PostMapping("/slow")
        TaskAccepted slow() {
            return TaskAccepted.of(slow.submit());
        }
    }
}
