package dev.errand.spring.web;

import static dev.errand.spring.web.Calls.to;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.errand.InvalidInputException;
import dev.errand.SubmitOptions;
import dev.errand.TaskType;
import dev.errand.engine.TaskEngine;
import dev.errand.spring.BackgroundTaskMethod;
import dev.errand.spring.TaskOwnerResolver;
import java.io.BufferedReader;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.core.userdetails.User;
import org.springframework.security.core.userdetails.UserDetailsService;
import org.springframework.security.provisioning.InMemoryUserDetailsManager;
import org.springframework.security.web.SecurityFilterChain;

/** Who has signed in and out again, by a session. */
@Timeout(180)
class SessionServerTest {

    private static final String TASKS = "/background-tasks/api/v1/tasks/";
    private static final TaskType<Void, Integer> SLOW = TaskType.named("slow", Void.class, Integer.class);

    private final Calls calls = Calls.byHttp11();

    private static String cookieOf(HttpResponse<?> response) {
        return response.headers().firstValue("Set-Cookie").orElseThrow().replaceAll(";.*", "");
    }

    private static ConfigurableApplicationContext start(Class<?>... application) {
        return new SpringApplicationBuilder(application)
                .properties(
                        "server.port=0",
                        "spring.main.banner-mode=off",
                        "errand.registry=memory",
                        "errand.artifacts.store=temporary",
                        "errand.node.shutdown-grace=500ms")
                .run();
    }

    private String signIn(ConfigurableApplicationContext context) throws Exception {
        return cookieOf(calls.send(to(context, "/login")
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString("username=ana&password=secret"))));
    }

    @Test
    void alsoWhoCanOwnNothingMaySignOut() throws Exception {
        try (ConfigurableApplicationContext context = start(SignedIn.class, NoOwners.class)) {
            HttpResponse<String> out = calls.send(
                    to(context, "/logout").header("Cookie", signIn(context)).POST(HttpRequest.BodyPublishers.noBody()));
            assertThat(out.statusCode()).isEqualTo(302);
            assertThat(out.headers().firstValue("Location").orElseThrow()).endsWith("/login?logout");
        }
    }

    @Test
    void whoHasSignedOutSeesNothingMore() throws Exception {
        try (ConfigurableApplicationContext context = start(SignedIn.class)) {
            String cookie = signIn(context);
            String path = TASKS
                    + context.getBean(TaskEngine.class)
                            .submit(SLOW, SubmitOptions.by("ana"))
                            .id();
            assertThat(calls.send(to(context, path).header("Cookie", cookie)).statusCode())
                    .isEqualTo(200);
            HttpResponse<InputStream> events =
                    calls.open(to(context, path + "/events").header("Cookie", cookie));
            assertThat(events.statusCode()).isEqualTo(200);
            try (BufferedReader lines = new BufferedReader(new InputStreamReader(events.body(), UTF_8))) {
                assertThat(lines.lines().anyMatch(line -> line.equals("event: snapshot")))
                        .isTrue();
                assertThat(calls.send(to(context, "/logout")
                                        .header("Cookie", cookie)
                                        .POST(HttpRequest.BodyPublishers.noBody()))
                                .statusCode())
                        .isEqualTo(302);
                assertThat(lines.lines().anyMatch(line -> line.startsWith("event: snapshot")))
                        .as("after the end of the session, something else than the end of the stream")
                        .isFalse();
                for (String next : new String[] {path, path + "/events"}) {
                    assertThat(calls.send(to(context, next).header("Cookie", cookie))
                                    .statusCode())
                            .isEqualTo(302);
                }
            }
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class NoOwners {

        @Bean
        TaskOwnerResolver owners() {
            return principal -> {
                throw new InvalidInputException("owner id", principal.getName(), "be shorter");
            };
        }
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class SignedIn {

        private final CountDownLatch never = new CountDownLatch(1);

        @BackgroundTaskMethod(name = "slow", title = "Slow")
        Integer slow() throws InterruptedException {
            never.await();
            return 1;
        }

        @Bean
        UserDetailsService users() {
            return new InMemoryUserDetailsManager(User.withUsername("ana")
                    .password("{noop}secret")
                    .roles("USER")
                    .build());
        }

        @Bean
        SecurityFilterChain rules(HttpSecurity http) throws Exception {
            return http.authorizeHttpRequests(requests -> requests.anyRequest().authenticated())
                    .formLogin(Customizer.withDefaults())
                    .csrf(csrf -> csrf.disable())
                    .build();
        }
    }
}
