package dev.errand.spring.web;

import static dev.errand.spring.web.Calls.as;
import static dev.errand.spring.web.Calls.to;
import static org.assertj.core.api.Assertions.assertThat;

import dev.errand.spring.BackgroundTaskMethod;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.core.userdetails.User;
import org.springframework.security.core.userdetails.UserDetailsService;
import org.springframework.security.provisioning.InMemoryUserDetailsManager;
import org.springframework.security.web.SecurityFilterChain;

/** The page of operators on a real Tomcat. */
@Timeout(180)
@ExtendWith(OutputCaptureExtension.class)
class DashboardServerTest {

    private static final String PAGE = "/app/background-tasks/dashboard/";
    private static final String DATA = "/app/background-tasks/api/v1/dashboard/overview";

    private final Calls calls = new Calls();

    private static ConfigurableApplicationContext start(Class<?> application, String... properties) {
        return new SpringApplicationBuilder(application)
                .properties(
                        "server.port=0",
                        "server.servlet.context-path=/app",
                        "spring.main.banner-mode=off",
                        "errand.registry=memory",
                        "errand.artifacts.store=temporary",
                        "errand.web.dashboard.enabled=true",
                        "errand.node.shutdown-grace=500ms")
                .properties(properties)
                .run();
    }

    private int status(HttpRequest.Builder request) throws Exception {
        return calls.send(request).statusCode();
    }

    @Test
    void withoutSecurityItAnswersToThisMachineOnly(CapturedOutput output) throws Exception {
        try (ConfigurableApplicationContext context = start(Open.class, RealServerTest.NO_SECURITY)) {
            String port = context.getEnvironment().getProperty("local.server.port");
            assertThat(output.toString().split("http://localhost:" + port + PAGE, -1))
                    .as("said once")
                    .hasSize(2);
            assertThat(output).contains("The dashboard answers to calls from this machine only");

            HttpResponse<String> page = calls.send(to(context, PAGE));
            assertThat(page.statusCode()).isEqualTo(200);
            assertThat(page.body()).contains("<html");
            assertThat(page.headers().firstValue("Content-Security-Policy").orElseThrow())
                    .contains("frame-ancestors 'none'");
            assertThat(calls.send(to(context, "/app/background-tasks/dashboard"))
                            .headers()
                            .firstValue("Location"))
                    .hasValue("dashboard/");
            assertThat(calls.send(to(context, PAGE + "settings.json")).body())
                    .contains("\"../../background-tasks/api/v1\"");
            assertThat(status(to(context, DATA))).isEqualTo(200);

            for (String path : new String[] {PAGE, DATA}) {
                int refused = path.equals(PAGE) ? 403 : 401;
                assertThat(status(to(context, path).header("X-Forwarded-For", "127.0.0.1")))
                        .isEqualTo(refused);
                assertThat(status(to(context, path).header("Forwarded", "for=127.0.0.1")))
                        .isEqualTo(refused);
                assertThat(status(to(context, path).header("Via", "1.1 proxy"))).isEqualTo(refused);
            }
        }
    }

    @Test
    void withoutSecurityItIsOpenIfTheApplicationSaysSo(CapturedOutput output) throws Exception {
        try (ConfigurableApplicationContext context =
                start(Open.class, RealServerTest.NO_SECURITY, "errand.web.dashboard.unsecured=true")) {
            assertThat(output).contains("Everybody who reaches the dashboard");
            assertThat(status(to(context, PAGE).header("X-Forwarded-For", "10.0.0.7")))
                    .isEqualTo(200);
            assertThat(status(to(context, DATA).header("X-Forwarded-For", "10.0.0.7")))
                    .isEqualTo(200);
        }
    }

    @Test
    void withSecurityItIsForOperators(CapturedOutput output) throws Exception {
        try (ConfigurableApplicationContext context =
                start(Secured.class, "errand.web.operator-roles=OPERATOR", "errand.web.dashboard.path=/ops/tasks")) {
            assertThat(output).contains("/app/ops/tasks/").doesNotContain("from this machine");
            assertThat(status(to(context, "/app/ops/tasks/"))).isEqualTo(401);
            assertThat(status(to(context, DATA))).isEqualTo(401);
            assertThat(status(as("ana", to(context, "/app/ops/tasks/"))))
                    .as("by TaskRequest.toDashboard()")
                    .isEqualTo(403);
            assertThat(status(as("ana", to(context, DATA)))).isEqualTo(403);
            assertThat(status(as("op", to(context, "/app/ops/tasks/")))).isEqualTo(200);
            assertThat(status(as("op", to(context, "/app/ops/tasks/dashboard.js"))))
                    .isEqualTo(200);
            assertThat(status(as("op", to(context, DATA)))).isEqualTo(200);
            assertThat(calls.send(as("op", to(context, "/app/ops/tasks/settings.json")))
                            .body())
                    .contains("\"../../background-tasks/api/v1\"");
        }
    }

    @Test
    void operatorsWithoutARoleAreNone(CapturedOutput output) throws Exception {
        try (ConfigurableApplicationContext context = start(Secured.class)) {
            assertThat(output).contains("errand.web.operator-roles is empty");
            assertThat(status(as("op", to(context, DATA)))).isEqualTo(403);
        }
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class Open {

        @BackgroundTaskMethod(name = "export", title = "Export")
        String export() {
            return "done";
        }
    }

    @Configuration(proxyBeanMethods = false)
    @Import(Open.class)
    static class Secured {

        @Bean
        UserDetailsService users() {
            return new InMemoryUserDetailsManager(
                    User.withUsername("ana")
                            .password("{noop}secret")
                            .roles("USER")
                            .build(),
                    User.withUsername("op")
                            .password("{noop}secret")
                            .roles("OPERATOR")
                            .build());
        }

        @Bean
        SecurityFilterChain rules(HttpSecurity http) throws Exception {
            return http.authorizeHttpRequests(requests -> requests.requestMatchers(TaskRequest.toDashboard())
                            .hasRole("OPERATOR")
                            .anyRequest()
                            .authenticated())
                    .httpBasic(Customizer.withDefaults())
                    .build();
        }
    }
}
