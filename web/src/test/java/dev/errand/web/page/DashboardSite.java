package dev.errand.web.page;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.errand.Artifact;
import dev.errand.Command;
import dev.errand.SubmitOptions;
import dev.errand.TaskContext;
import dev.errand.TaskFailedException;
import dev.errand.TaskHandle;
import dev.errand.TaskState;
import dev.errand.TaskType;
import dev.errand.engine.TaskEngine;
import dev.errand.web.Caller;
import dev.errand.web.TaskHttp;
import dev.errand.web.TypeWords;
import dev.errand.web.jdk.TaskHttpHandler;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/** An engine with tasks of several kinds, on the web with the dashboard. */
final class DashboardSite implements AutoCloseable {

    static final TaskType<String, Artifact> EXPORT = TaskType.named("orders-export", String.class, Artifact.class)
            .cancelGrace(Duration.ZERO)
            .maxRunning(2);
    static final TaskType<String, Artifact> MAILING =
            TaskType.named("reminder-mailing", String.class, Artifact.class).timeout(Duration.ofMinutes(10));
    static final String PATH = "/background-tasks/dashboard";

    private final CountDownLatch gate = new CountDownLatch(1);
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    final TaskEngine engine = TaskEngine.builder()
            .register(EXPORT, this::work)
            .register(MAILING, this::work)
            .shutdownGrace(Duration.ZERO)
            .build();
    private final TaskHttp http = TaskHttp.on(engine)
            .words("orders-export", TypeWords.counting("rows"))
            .words("reminder-mailing", TypeWords.counting("e-mails"))
            .dashboard(PATH)
            .build();
    private final HttpServer server;
    private volatile String content = "";

    DashboardSite() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
        server.setExecutor(threads);
        server.createContext("/page", this::answerWithPage);
        server.createContext("/", new TaskHttpHandler(http, DashboardSite::caller));
        server.start();
    }

    private void answerWithPage(HttpExchange exchange) throws IOException {
        byte[] bytes = ("<!doctype html><html lang='en'><meta charset='utf-8'><title>Page</title>"
                        + "<script type='module' src='"
                        + http.assetHref("task-progress.js").orElseThrow()
                        + "'></script>" + content)
                .getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "text/html");
        exchange.sendResponseHeaders(200, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    private static Optional<Caller> caller(HttpExchange exchange) {
        String user = exchange.getRequestHeaders().getFirst("X-User");
        if (user == null) {
            return Optional.empty();
        }
        return Optional.of(user.startsWith("op") ? Caller.operator(user) : Caller.user(user));
    }

    private Artifact work(String input, TaskContext context) throws Exception {
        context.progress().total(10_000);
        if (input.startsWith("wait")) {
            context.progress().advance(4_200);
            gate.await();
        }
        if (input.startsWith("fail")) {
            context.progress().advance(310);
            throw new TaskFailedException("The mail server did not answer.");
        }
        if (input.startsWith("partial")) {
            context.progress().failed("ana@example.org", "mailbox full");
            context.progress().failed("bob@example.org", "unknown recipient");
            context.progress().advance(9_998);
        } else {
            context.progress().advance(10_000);
        }
        return context.writeArtifact(
                input + ".csv", "text/csv", out -> out.write("1;2;3\n".getBytes(StandardCharsets.UTF_8)));
    }

    TaskHandle<Artifact> submit(TaskType<String, Artifact> type, String input, String title, String owner) {
        return engine.submit(type, input, SubmitOptions.by(owner).title(title));
    }

    TaskHandle<Artifact> ended(TaskType<String, Artifact> type, String input, String title, String owner) {
        TaskHandle<Artifact> handle = submit(type, input, title, owner);
        try {
            handle.await(Duration.ofSeconds(20)).orElseThrow();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
        return handle;
    }

    /** A day at the office: what has ended, what failed, what runs, and what waits. */
    TaskHandle<Artifact> fill() {
        for (int month = 1; month <= 5; month++) {
            ended(EXPORT, "orders-2026-0" + month, "Orders, month " + month, "ana");
        }
        ended(MAILING, "partial", "Reminders, second round", "petr");
        ended(MAILING, "fail", "Reminders, third round", "petr");
        ended(MAILING, "fail again", "Reminders, last round", "ana");
        TaskHandle<Artifact> running = submit(EXPORT, "wait a", "Orders, September 2026", "ana");
        submit(EXPORT, "wait b", "Orders, all years", "eva");
        await(running, TaskState.RUNNING);
        submit(EXPORT, "wait c", "Orders, October 2026", "ana");
        TaskHandle<Artifact> stopped = submit(EXPORT, "wait d", "Orders, by mistake", "eva");
        stopped.cancel(Command.by("eva").because("Wrong year"));
        return running;
    }

    static void await(TaskHandle<?> handle, TaskState state) {
        CountDownLatch reached = new CountDownLatch(1);
        handle.updates().subscribe(new OnState(state, reached));
        try {
            if (!reached.await(20, TimeUnit.SECONDS)) {
                throw new AssertionError("not " + state + ": " + handle.snapshot());
            }
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** A page of the host with that content. */
    String page(String html) {
        content = html;
        return root() + "/page";
    }

    String url(String view) {
        return root() + PATH + "/" + view;
    }

    String root() {
        return "http://localhost:" + server.getAddress().getPort();
    }

    /** As when the machine is gone. */
    void stopServer() {
        server.stop(0);
    }

    @Override
    public void close() {
        gate.countDown();
        http.close();
        server.stop(0);
        threads.shutdownNow();
        engine.close();
    }
}
