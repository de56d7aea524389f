package dev.errand.spring.reactive;

import static dev.errand.spring.web.Calls.to;
import static org.assertj.core.api.Assertions.assertThat;

import dev.errand.Owner;
import dev.errand.TaskRefusedException;
import dev.errand.registry.RegistryUnavailableException;
import dev.errand.spring.BackgroundTaskMethod;
import dev.errand.spring.TaskSubmitter;
import dev.errand.spring.web.Calls;
import dev.errand.web.Caller;
import dev.errand.web.Permission;
import dev.errand.web.TaskAccepted;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.http.HttpEntity;
import org.springframework.http.ResponseEntity;
import org.springframework.security.config.web.server.ServerHttpSecurity;
import org.springframework.security.web.server.SecurityWebFilterChain;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import reactor.core.publisher.Mono;

/** What becomes of what a reactive controller returns or throws, with the advices that hosts have. */
@Timeout(180)
class ControllerAnswersTest {

    private final Calls calls = Calls.byHttp11();

    private static ConfigurableApplicationContext start(Class<?>... advices) {
        return new SpringApplicationBuilder(Host.class)
                .sources(advices)
                .web(WebApplicationType.REACTIVE)
                .properties(
                        "spring.autoconfigure.exclude=" + ReactiveServerTest.Server.NETTY.other(),
                        "server.port=0",
                        "spring.main.banner-mode=off",
                        "errand.registry=memory",
                        "errand.artifacts.store=temporary",
                        "errand.node.shutdown-grace=500ms")
                .run();
    }

    private HttpResponse<String> post(ConfigurableApplicationContext context, String path) throws Exception {
        return calls.send(to(context, path).POST(HttpRequest.BodyPublishers.noBody()));
    }

    @Test
    void anAcceptedTaskMayBeTheBodyOfAnEntityAndMayComeLater() throws Exception {
        try (ConfigurableApplicationContext context = start()) {
            for (String path :
                    new String[] {"/entity", "/any-entity", "/future", "/future-entity", "/mono-entity", "/mono-any"}) {
                HttpResponse<String> accepted = post(context, path);
                assertThat(accepted.statusCode()).as(path).isEqualTo(202);
                assertThat(accepted.headers().firstValue("Location").orElseThrow())
                        .as(path)
                        .startsWith("/background-tasks/api/v1/tasks/");
                assertThat(accepted.body()).as(path).contains("\"pollAfterSeconds\"");
            }
            assertThat(post(context, "/entity").headers().allValues("X-Own")).containsExactly("one", "two");
        }
    }

    @Test
    void otherEntitiesAreTheHosts() throws Exception {
        try (ConfigurableApplicationContext context = start()) {
            assertThat(post(context, "/no-entity").statusCode()).isEqualTo(404);
            for (String path : new String[] {"/text-entity", "/mono-text", "/future-text"}) {
                HttpResponse<String> text = post(context, path);
                assertThat(text.statusCode()).as(path).isEqualTo(409);
                assertThat(text.body()).as(path).isEqualTo("not now");
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/refused", "/away"})
    void aHandlerOfAllExceptionsIsNoneOfRefusals(String path) throws Exception {
        try (ConfigurableApplicationContext context = start(CatchAll.class)) {
            HttpResponse<String> refused = post(context, path);
            assertThat(refused.statusCode()).isEqualTo(503);
            assertThat(refused.headers().firstValue("Content-Type").orElseThrow())
                    .startsWith("application/problem+json");
            assertThat(post(context, "/broken").statusCode()).isEqualTo(418);
        }
    }

    @Test
    void aHandlerThatNamesARefusalHasItAndOnlyThat() throws Exception {
        try (ConfigurableApplicationContext context = start(Named.class)) {
            assertThat(post(context, "/refused").body()).isEqualTo("busy");
            assertThat(post(context, "/away").statusCode()).isEqualTo(503);
        }
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    @Import({Accepting.class, Throwing.class})
    static class Host {

        @BackgroundTaskMethod(name = "export")
        String export() {
            return "done";
        }

        @Bean
        ReactiveTaskCallerResolver callers() {
            return exchange -> Mono.just(new Caller(Owner.APPLICATION, "ana", Permission.ofUsers()));
        }

        @Bean
        SecurityWebFilterChain rules(ServerHttpSecurity http) {
            return http.authorizeExchange(exchanges -> exchanges.anyExchange().permitAll())
                    .csrf(ServerHttpSecurity.CsrfSpec::disable)
                    .build();
        }
    }

    @RestController
    static class Accepting {

        private final TaskSubmitter<Void, String> exports;

        Accepting(TaskSubmitter<Void, String> exports) {
            this.exports = exports;
        }

        private TaskAccepted accepted() {
            return TaskAccepted.of(exports.submit());
        }

        @PostMapping("/entity")
        ResponseEntity<TaskAccepted> entity() {
            return ResponseEntity.ok().header("X-Own", "one", "two").body(accepted());
        }

        @PostMapping("/any-entity")
        HttpEntity<?> anyEntity() {
            return ResponseEntity.ok(accepted());
        }

        @PostMapping("/future")
        CompletableFuture<TaskAccepted> future() {
            return CompletableFuture.completedFuture(accepted());
        }

        @PostMapping("/future-entity")
        CompletableFuture<ResponseEntity<TaskAccepted>> futureEntity() {
            return CompletableFuture.completedFuture(entity());
        }

        @PostMapping("/mono-entity")
        Mono<ResponseEntity<TaskAccepted>> monoEntity() {
            return Mono.fromCallable(this::entity);
        }

        @PostMapping("/mono-any")
        Mono<ResponseEntity<?>> monoAny() {
            return Mono.fromCallable(this::entity);
        }

        @PostMapping("/no-entity")
        ResponseEntity<TaskAccepted> noEntity() {
            return ResponseEntity.notFound().build();
        }

        @PostMapping("/text-entity")
        ResponseEntity<?> textEntity() {
            return ResponseEntity.status(409).body("not now");
        }

        @PostMapping("/mono-text")
        Mono<ResponseEntity<?>> monoText() {
            return Mono.fromCallable(this::textEntity);
        }

        @PostMapping("/future-text")
        CompletableFuture<ResponseEntity<?>> futureText() {
            return CompletableFuture.completedFuture(textEntity());
        }
    }

    @RestController
    static class Throwing {

        @PostMapping("/refused")
        Mono<TaskAccepted> refused() {
            return Mono.error(new TaskRefusedException(TaskRefusedException.Reason.SHUT_DOWN, "it is late"));
        }

        @PostMapping("/away")
        TaskAccepted away() {
            throw new RegistryUnavailableException("the disk is full", null);
        }

        @PostMapping("/broken")
        TaskAccepted broken() {
            throw new IllegalStateException("on purpose");
        }
    }

    @RestControllerAdvice
    static class CatchAll {

        @ExceptionHandler
        ResponseEntity<String> all(RuntimeException failure) {
            return ResponseEntity.status(418).body("mine");
        }
    }

    @RestControllerAdvice
    static class Named {

        @ExceptionHandler
        ResponseEntity<String> all(Exception failure) {
            return ResponseEntity.status(418).body("mine");
        }

        @ExceptionHandler(TaskRefusedException.class)
        ResponseEntity<String> busy() {
            return ResponseEntity.status(409).body("busy");
        }
    }
}
