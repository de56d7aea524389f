package dev.errand.web.page;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The elements, a page with a strict policy, and the tasks of WEB.md as far as a test tells: one task or many. */
final class FakeServer implements AutoCloseable {

    static final String POLICY = "default-src 'self'; require-trusted-types-for 'script'; trusted-types 'none';"
            + " base-uri 'none'; report-uri /violations";

    /** What happens to streams of events. */
    enum Streams {
        OPEN,
        /** As by a proxy that buffers: nothing comes through. */
        SILENT,
        /** As by one that forgets a connection: nothing comes through after the first events. */
        STALLED,
        /** As by a filter that gathers answers: the first events with their length, and none after. */
        GATHERED,
        REFUSED
    }

    private static final String ASSETS = "/dev/errand/web/assets/";
    private static final Map<String, String> TYPES =
            Map.of("js", "text/javascript", "json", "application/json", "css", "text/css");

    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Map<String, FakeTask> tasks = new ConcurrentSkipListMap<>();
    private final Map<String, Integer> failing = new ConcurrentHashMap<>();
    private final Map<OutputStream, CountDownLatch> readers = new ConcurrentHashMap<>();
    private final List<String> requests = new CopyOnWriteArrayList<>();
    private final List<String> violations = new CopyOnWriteArrayList<>();
    private final Map<String, String> answers = new ConcurrentHashMap<>();
    private volatile Streams streams = Streams.OPEN;
    private volatile int most = Integer.MAX_VALUE;
    private volatile String body = "";
    private volatile String language = "en-GB";
    private final Map<String, String> headers = new ConcurrentHashMap<>();

    FakeServer() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(threads);
        server.createContext("/", this::answer);
        server.start();
    }

    String url() {
        return "http://localhost:" + server.getAddress().getPort() + "/";
    }

    /** What the page shows. */
    FakeServer page(String content) {
        body = content;
        return this;
    }

    FakeServer language(String tag) {
        language = tag;
        return this;
    }

    /** Changes a task, and tells those who listen. */
    synchronized void put(FakeTask task) {
        FakeTask before = tasks.get(task.id());
        task.version(Math.max(task.version(), before == null ? 1 : before.version() + 1));
        tasks.put(task.id(), task);
        if (streams == Streams.OPEN) {
            send("id: " + task.id() + "@" + task.version() + event("progress", task));
        }
    }

    /** As after a deletion, or for a person whose task was handed over: neither a list nor anything else knows it. */
    void forget(String id) {
        tasks.remove(id);
    }

    /** What a path answers with instead of what it should. */
    void answer(String path, int status, String json) {
        failing.put(path, status);
        answers.put(path, json);
    }

    void answerAgain(String path) {
        failing.remove(path);
    }

    void streams(Streams what) {
        streams = what;
    }

    /** As a server does that has less room than the page asks for. */
    void tellOfAtMost(int tasksOfAStream) {
        most = tasksOfAStream;
    }

    /** As a server does that restarts. */
    void cutStreams() {
        readers.values().forEach(CountDownLatch::countDown);
    }

    /** As a connection does that breaks amid an event. */
    void cutStreamsAfter(String text) {
        send(text);
        cutStreams();
    }

    int openStreams() {
        return readers.size();
    }

    /** All requests that match. */
    List<String> requests(String pattern) {
        return requests.stream().filter(request -> request.matches(pattern)).toList();
    }

    List<String> violations() {
        return violations;
    }

    /** Header fields of the latest request for a path. */
    String lastHeaders(String path) {
        return headers.getOrDefault(path, "");
    }

    private synchronized void send(String text) {
        readers.forEach((reader, ended) -> {
            try {
                reader.write(text.getBytes(UTF_8));
                reader.flush();
            } catch (IOException gone) {
                ended.countDown();
            }
        });
    }

    private void answer(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        String request = exchange.getRequestMethod() + " " + exchange.getRequestURI();
        String given = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
        requests.add(given.isEmpty() ? request : request + " " + given);
        headers.put(path, exchange.getRequestHeaders().entrySet().toString());
        try (exchange) {
            if (failing.containsKey(path)) {
                reply(exchange, failing.get(path), "application/problem+json", answers.getOrDefault(path, "{}"));
            } else if (path.startsWith("/assets/")) {
                asset(exchange, path.substring("/assets/".length()));
            } else if (path.startsWith("/sources/")) {
                reply(exchange, 200, "text/javascript", Sources.read(path.substring("/sources/".length())));
            } else if (path.equals("/violations")) {
                violations.add(given);
                reply(exchange, 204, "text/plain", "");
            } else if (path.equals("/api/events")) {
                events(exchange);
            } else if (exchange.getRequestMethod().equals("POST")) {
                command(exchange, path);
            } else if (path.startsWith("/api/")) {
                json(exchange, path);
            } else {
                page(exchange);
            }
        }
    }

    private void page(HttpExchange exchange) throws IOException {
        exchange.getResponseHeaders().set("Content-Security-Policy", POLICY);
        reply(exchange, 200, "text/html", """
                <!doctype html><html lang="%s"><meta charset="utf-8"><title>Claims</title>
                <meta name="viewport" content="width=device-width"><link rel="stylesheet" href="/assets/page.css">
                <script type="module" src="/assets/task-progress.js"></script>
                <script type="module" src="/assets/task-tray.js"></script>
                <body><main><h1>Claims</h1><h2>Exports</h2>%s</main></body></html>""".formatted(language, body));
    }

    private void asset(HttpExchange exchange, String name) throws IOException {
        String folder = name.equals("page.css") ? "/dev/errand/web/page/" : ASSETS;
        try (InputStream in = FakeServer.class.getResourceAsStream(folder + name)) {
            String type = TYPES.getOrDefault(name.substring(name.lastIndexOf('.') + 1), "text/plain");
            reply(exchange, in == null ? 404 : 200, type, in == null ? "" : new String(in.readAllBytes(), UTF_8));
        }
    }

    private void json(HttpExchange exchange, String path) throws IOException {
        FakeTask task = tasks.get(path.substring(path.lastIndexOf('/') + 1));
        if (task != null) {
            reply(exchange, 200, "application/json", task.json());
        } else if (path.equals("/api/tasks")) {
            reply(
                    exchange,
                    200,
                    "application/json",
                    list(exchange.getRequestURI().getQuery()));
        } else if (answers.containsKey(path)) {
            reply(exchange, 200, "application/json", answers.get(path));
        } else {
            reply(exchange, 404, "application/problem+json", "{\"code\":\"task-not-found\"}");
        }
    }

    /** The first page, in the order of their ids. */
    private String list(String query) {
        boolean onlyUnseen = query.contains("unseen=true");
        int limit = Integer.parseInt(query.replaceAll(".*limit=", ""));
        List<String> items = tasks.values().stream()
                .filter(task -> !onlyUnseen || task.isUnseen())
                .limit(limit)
                .map(FakeTask::json)
                .toList();
        return "{\"items\":[" + String.join(",", items) + "],\"nextCursor\":null}";
    }

    private void command(HttpExchange exchange, String path) throws IOException {
        FakeTask task = tasks.get(path.split("/", -1)[3]);
        if (path.endsWith("/seen") || task == null) {
            reply(exchange, 204, "text/plain", "");
        } else {
            reply(exchange, 202, "application/json", task.json());
        }
    }

    private void events(HttpExchange exchange) throws IOException {
        if (streams == Streams.REFUSED) {
            reply(exchange, 503, "application/problem+json", "{}");
            return;
        }
        if (streams == Streams.GATHERED) {
            reply(exchange, 200, "text/event-stream", greeting(exchange));
            return;
        }
        exchange.getResponseHeaders().set("Content-Type", "text/event-stream");
        exchange.getResponseHeaders().set("Cache-Control", "no-store");
        exchange.sendResponseHeaders(200, 0);
        OutputStream out = exchange.getResponseBody();
        CountDownLatch ended = new CountDownLatch(1);
        readers.put(out, ended);
        try {
            if (streams != Streams.SILENT) {
                greet(exchange, out);
            }
            ended.await();
        } catch (InterruptedException | IOException gone) {
            // The reader, or the server
        } finally {
            readers.remove(out);
        }
    }

    private synchronized void greet(HttpExchange exchange, OutputStream out) throws IOException {
        out.write(greeting(exchange).getBytes(UTF_8));
        out.flush();
    }

    private String greeting(HttpExchange exchange) {
        String asked = exchange.getRequestURI().getQuery().replace("tasks=", "");
        return Stream.of(asked.split(",", -1))
                .limit(most)
                .map(tasks::get)
                .filter(Objects::nonNull)
                .map(task -> event("snapshot", task))
                .collect(Collectors.joining("", "retry: 200\n\n", ""));
    }

    /** The last one of a task has a name of its own. */
    private static String event(String name, FakeTask task) {
        return "\nevent: " + (task.isOver() ? "end" : name) + "\ndata: " + task.json() + "\n\n";
    }

    private static void reply(HttpExchange exchange, int status, String type, String text) throws IOException {
        byte[] bytes = text.getBytes(UTF_8);
        exchange.getResponseHeaders().set("Content-Type", type + "; charset=utf-8");
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        if (bytes.length > 0) {
            exchange.getResponseBody().write(bytes);
        }
    }

    @Override
    public void close() {
        cutStreams();
        server.stop(0);
        threads.shutdownNow();
    }
}
