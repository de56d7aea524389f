package dev.errand.spring.web;

import static dev.errand.spring.web.Calls.to;
import static org.assertj.core.api.Assertions.assertThat;

import dev.errand.Owner;
import dev.errand.TaskRefusedException;
import dev.errand.registry.RegistryUnavailableException;
import dev.errand.spring.BackgroundTaskMethod;
import dev.errand.spring.TaskSubmitter;
import dev.errand.web.Caller;
import dev.errand.web.Permission;
import dev.errand.web.TaskAccepted;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Optional;
import java.util.concurrent.Callable;
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
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import reactor.core.publisher.Mono;

/** What becomes of what a controller returns or throws, with the advices that hosts have. */
@Timeout(180)
class ControllerAnswersTest {

    private final Calls calls = Calls.byHttp11();

    private static ConfigurableApplicationContext start(Class<?>... advices) {
        return new SpringApplicationBuilder(Host.class)
                .sources(advices)
                .web(WebApplicationType.SERVLET)
                .properties(
                        RealServerTest.NO_SECURITY,
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
            for (String path : new String[] {
                "/entity", "/any-entity", "/callable", "/callable-entity", "/future-entity", "/mono-entity"
            }) {
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
            HttpResponse<String> text = post(context, "/text-entity");
            assertThat(text.statusCode()).isEqualTo(409);
            assertThat(text.body()).isEqualTo("not now");
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

    @Test
    void aControllerHandlesItsOwnExceptionsAsItLikes() throws Exception {
        try (ConfigurableApplicationContext context = start()) {
            assertThat(post(context, "/own").body()).isEqualTo("my own");
        }
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    @Import({Accepting.class, Throwing.class, Handling.class})
    static class Host {

        @BackgroundTaskMethod(name = "export")
        String export() {
            return "done";
        }

        @Bean
        TaskCallerResolver callers() {
            return request -> Optional.of(new Caller(Owner.APPLICATION, "ana", Permission.ofUsers()));
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

        @PostMapping("/callable")
        Callable<TaskAccepted> callable() {
            return this::accepted;
        }

        @PostMapping("/callable-entity")
        Callable<ResponseEntity<TaskAccepted>> callableEntity() {
            return this::entity;
        }

        @PostMapping("/future-entity")
        CompletableFuture<ResponseEntity<TaskAccepted>> futureEntity() {
            return CompletableFuture.completedFuture(entity());
        }

        @PostMapping("/mono-entity")
        Mono<ResponseEntity<TaskAccepted>> monoEntity() {
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
    }

    @RestController
    static class Throwing {

        @PostMapping("/refused")
        TaskAccepted refused() {
            throw new TaskRefusedException(TaskRefusedException.Reason.SHUT_DOWN, "it is late");
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

    @RestController
    static class Handling {

        @PostMapping("/own")
        TaskAccepted refused() {
            throw new TaskRefusedException(TaskRefusedException.Reason.SHUT_DOWN, "it is late");
        }

        @ExceptionHandler(Exception.class)
        String all() {
            return "my own";
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
