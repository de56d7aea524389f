package dev.errand.web;

import dev.errand.Artifact;
import dev.errand.SubmitOptions;
import dev.errand.TaskContext;
import dev.errand.TaskFailedException;
import dev.errand.TaskHandle;
import dev.errand.TaskState;
import dev.errand.TaskType;
import dev.errand.engine.TaskEngine;
import dev.errand.engine.TaskEngineBuilder;
import dev.errand.time.TimeSource;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/** An engine with one type of tasks, on the web, and somebody to ask it. */
final class Site implements AutoCloseable {

    static final TaskType<String, Artifact> EXPORT = TaskType.named("orders-export", String.class, Artifact.class)
            .cancelGrace(Duration.ZERO)
            .maxRunning(1);
    static final String BASE = "/background-tasks/api/v1";
    static final String CONTENT = "0123456789";
    static final String FILE_NAME = "Účet 🧾 'x'.csv";
    static final ObjectMapper MAPPER = new ObjectMapper();

    private static final Duration LONG = Duration.ofSeconds(20);

    final CountDownLatch gate = new CountDownLatch(1);
    final TaskEngine engine;
    final TaskHttp http;
    final HttpClient client = HttpClient.newHttpClient();
    private final ServerKind.Running server;

    Site(ServerKind kind) throws Exception {
        this(kind, engine -> engine, http -> http);
    }

    Site(ServerKind kind, UnaryOperator<TaskEngineBuilder> engineSetup, UnaryOperator<TaskHttpBuilder> setup)
            throws Exception {
        engine = engineSetup
                .apply(TaskEngine.builder().register(EXPORT, this::export).shutdownGrace(Duration.ZERO))
                .build();
        http = setup.apply(TaskHttp.on(engine).accepting(EXPORT, Site::readText))
                .build();
        server = kind.start(http, () -> TaskAccepted.of(submit("ok", "ana")));
    }

    static String readText(String json) {
        return MAPPER.readValue(json, String.class);
    }

    private Artifact export(String input, TaskContext context) throws Exception {
        context.progress().total(10);
        context.progress().summary("10 orders");
        if (input.startsWith("wait")) {
            context.progress().advance(4);
            gate.await();
            context.progress().advance(6);
        }
        if (input.equals("fail")) {
            throw new TaskFailedException("The database was not available.");
        }
        if (input.equals("partial")) {
            context.progress().failed("row 3", "no address");
            context.progress().failed("row 7", "no name");
            context.progress().advance(8);
        }
        return context.writeArtifact(FILE_NAME, "text/csv", out -> out.write(CONTENT.getBytes(StandardCharsets.UTF_8)));
    }

    /** An engine that knows the type, for those who want tasks to be listed and none to run. */
    static TaskEngine engineWithNothingDue(TimeSource time) {
        return TaskEngine.builder()
                .register(EXPORT, (input, context) -> {
                    throw new AssertionError("it is not due");
                })
                .time(time)
                .build();
    }

    TaskHandle<Artifact> submit(String input, String owner) {
        return engine.submit(EXPORT, input, SubmitOptions.by(owner).title("Orders, " + input));
    }

    /** A task that has ended. */
    TaskHandle<Artifact> ended(String input, String owner) throws InterruptedException {
        TaskHandle<Artifact> handle = submit(input, owner);
        handle.await(LONG).orElseThrow();
        return handle;
    }

    /** A task that runs, and waits at the gate. */
    TaskHandle<Artifact> running(String owner) throws InterruptedException {
        TaskHandle<Artifact> handle = submit("wait", owner);
        awaitState(handle, TaskState.RUNNING);
        return handle;
    }

    static void awaitState(TaskHandle<?> handle, TaskState state) throws InterruptedException {
        StateLatch latch = new StateLatch(state);
        handle.updates().subscribe(latch);
        latch.await();
    }

    /** Sends a call many times without waiting for the answers. */
    List<CompletableFuture<HttpResponse<String>>> sendAtOnce(HttpRequest request, int times) {
        return IntStream.range(0, times)
                .mapToObj(i -> client.sendAsync(request, HttpResponse.BodyHandlers.ofString()))
                .toList();
    }

    String prefix() {
        return server.prefix() + BASE;
    }

    URI uri(String path) {
        return server.root().resolve(prefix() + path);
    }

    URI hostUri(String path) {
        return server.root().resolve(server.prefix() + path);
    }

    String origin() {
        return server.root().toString();
    }

    HttpRequest.Builder request(String method, String path, String user, String... headers) {
        return request(method, uri(path), "", user, headers);
    }

    HttpRequest.Builder request(String method, URI uri, String body, String user, String... headers) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(uri).method(method, HttpRequest.BodyPublishers.ofString(body));
        if (!user.isEmpty()) {
            request.header("X-User", user);
        }
        if (!body.isEmpty()) {
            request.header("Content-Type", "application/json");
        }
        return headers.length == 0 ? request : request.headers(headers);
    }

    HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return client.send(request.timeout(LONG).build(), HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
    }

    HttpResponse<String> get(String path, String user, String... headers) throws IOException, InterruptedException {
        return send(request("GET", path, user, headers));
    }

    /** From a page of this site. */
    HttpResponse<String> post(String path, String user, String body, String... headers)
            throws IOException, InterruptedException {
        return send(request("POST", uri(path), body, user, headers).header("Sec-Fetch-Site", "same-origin"));
    }

    HttpResponse<String> delete(String path, String user) throws IOException, InterruptedException {
        return send(request("DELETE", path, user).header("Sec-Fetch-Site", "same-origin"));
    }

    static JsonNode json(HttpResponse<String> response) {
        return MAPPER.readTree(response.body());
    }

    static String path(TaskHandle<?> handle) {
        return "/tasks/" + handle.id();
    }

    @Override
    public void close() {
        gate.countDown();
        http.close();
        client.shutdownNow();
        server.stop().run();
        engine.close();
    }
}
