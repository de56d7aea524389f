package dev.errand.webhook;

import static dev.errand.SubmitOptions.by;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.errand.InvalidInputException;
import dev.errand.TaskFailedException;
import dev.errand.TaskHandle;
import dev.errand.TaskType;
import dev.errand.engine.TaskEngine;
import dev.errand.notice.TaskNotice;
import dev.errand.notice.UndeliveredException;
import dev.errand.testkit.ManualTime;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Told to a real server, which checks the signature as the specification says. */
@Timeout(60)
class WebhookNotifierTest {

    private static final TaskType<String, String> ECHO = TaskType.named("echo", String.class, String.class);
    private static final byte[] KEY = "0123456789abcdef0123456789abcdef".getBytes(UTF_8);
    private static final String SECRET = "whsec_" + Base64.getEncoder().encodeToString(KEY);

    private record Post(String id, long timestamp, String signature, String body) {}

    private final BlockingQueue<Post> posts = new LinkedBlockingQueue<>();
    private final Queue<Integer> answers = new ConcurrentLinkedQueue<>();
    private final ManualTime time = new ManualTime();
    private HttpServer server;

    @BeforeEach
    void startsAServer() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/hook", this::take);
        server.start();
    }

    @AfterEach
    void stopsTheServer() {
        server.stop(0);
    }

    private void take(HttpExchange exchange) throws IOException {
        try (exchange) {
            String body = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
            posts.add(new Post(
                    exchange.getRequestHeaders().getFirst("webhook-id"),
                    Long.parseLong(exchange.getRequestHeaders().getFirst("webhook-timestamp")),
                    exchange.getRequestHeaders().getFirst("webhook-signature"),
                    body));
            Integer answer = answers.poll();
            exchange.sendResponseHeaders(answer == null ? 204 : answer, -1);
        }
    }

    private URI address() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/hook");
    }

    @Test
    void signsWhatItTells() throws Exception {
        try (TaskEngine tasks = engine()) {
            TaskHandle<String> handle = tasks.submit(ECHO, "a", by("ana").title("Claims \"auto\""));

            Post post = next();

            assertThat(post.signature).isEqualTo(signatureOf(post));
            assertThat(Instant.ofEpochSecond(post.timestamp))
                    .isBetween(Instant.now().minusSeconds(60), Instant.now());
            assertThat(post.id).startsWith(handle.id().toString());
            assertThat(post.body)
                    .startsWith("{\"type\":\"task.succeeded\",\"timestamp\":\"2026-11-22T12:00:00Z\",\"data\":{")
                    .contains(
                            "\"task\":\"" + handle.id() + "\"",
                            "\"owner\":\"ana\"",
                            "\"title\":\"Claims \\\"auto\\\"\"");
        }
    }

    @Test
    void tellsWhyATaskFailed() throws Exception {
        try (TaskEngine tasks = engine()) {
            TaskHandle<String> handle = tasks.submit("fails", context -> {
                throw new TaskFailedException("The month is closed.");
            });
            assertThat(handle.await(Duration.ofSeconds(30))).isPresent();

            assertThat(next().body)
                    .contains("\"type\":\"task.failed\"", "\"sentence\":\"The month is closed.\"", "\"reference\":\"");
        }
    }

    @Test
    void comesAgainWithTheSameIdUntilItIsTaken() throws Exception {
        answers.add(503);
        answers.add(302);
        try (TaskEngine tasks = engine()) {
            tasks.submit(ECHO, "a", by("ana"));

            Post first = next();
            Post second = nextWhileTimePasses();
            Post third = nextWhileTimePasses();

            assertThat(second.id).isEqualTo(first.id);
            assertThat(third.id).isEqualTo(first.id);
            assertThat(third.signature).isEqualTo(signatureOf(third));
            time.advance(Duration.ofHours(5));
            assertThat(posts.poll(300, TimeUnit.MILLISECONDS))
                    .as("it was taken")
                    .isNull();
        }
    }

    @Test
    void staysAwayWhenNobodyWantsItAnyMore() throws Exception {
        answers.add(410);
        try (TaskEngine tasks = engine()) {
            tasks.submit(ECHO, "a", by("ana"));
            assertThat(next()).isNotNull();

            for (int second = 0; second < 60; second++) {
                time.advance(Duration.ofSeconds(1));
            }
            assertThat(posts.poll(300, TimeUnit.MILLISECONDS)).isNull();
        }
    }

    @Test
    void givesUpOnAnAnswerThatStopsMidway() throws Exception {
        server.createContext("/stalls", exchange -> {
            exchange.sendResponseHeaders(200, 10);
            exchange.getResponseBody().write('o');
            exchange.getResponseBody().flush();
        });
        WebhookNotifier notifier =
                WebhookNotifier.to(address().resolve("/stalls"), SECRET).answeredWithin(Duration.ofMillis(200));

        try (TaskEngine tasks = engine()) {
            TaskHandle<String> handle = tasks.submit(ECHO, "a");
            assertThat(handle.await(Duration.ofSeconds(30))).isPresent();

            assertThatExceptionOfType(UndeliveredException.class)
                    .isThrownBy(() -> notifier.deliver(List.of(new TaskNotice("n-1", handle.snapshot(), false))))
                    .withMessageContaining("no answer from 127.0.0.1")
                    .satisfies(e -> assertThat(e.isLasting()).isFalse());
        }
    }

    @Test
    void refusesWhatCannotBeAnAddressOrASecret() {
        assertThatExceptionOfType(InvalidInputException.class)
                .isThrownBy(() -> WebhookNotifier.to(URI.create("ftp://example.org"), SECRET))
                .withMessageContaining("ftp://example.org");
        assertThatExceptionOfType(InvalidInputException.class)
                .isThrownBy(() -> WebhookNotifier.to(address(), "geheimnis"))
                .withMessageNotContaining("geheimnis");
        assertThatExceptionOfType(InvalidInputException.class)
                .isThrownBy(() -> WebhookNotifier.to(address(), "whsec_c2hvcnQ="))
                .withMessageContaining("24 to 64 bytes");
    }

    private TaskEngine engine() {
        return TaskEngine.builder()
                .time(time)
                .notifier(WebhookNotifier.to(address(), SECRET))
                .register(ECHO, (input, context) -> input)
                .build();
    }

    private Post next() throws InterruptedException {
        Post post = posts.poll(30, TimeUnit.SECONDS);
        assertThat(post).as("a post").isNotNull();
        return post;
    }

    private Post nextWhileTimePasses() throws InterruptedException {
        Post post = null;
        while (post == null) {
            time.advance(Duration.ofSeconds(1));
            post = posts.poll(5, TimeUnit.MILLISECONDS);
        }
        return post;
    }

    private static String signatureOf(Post post) throws Exception {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(KEY, "HmacSHA256"));
        byte[] signature = mac.doFinal((post.id + "." + post.timestamp + "." + post.body).getBytes(UTF_8));
        return "v1," + Base64.getEncoder().encodeToString(signature);
    }
}
