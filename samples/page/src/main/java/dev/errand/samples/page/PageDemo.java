package dev.errand.samples.page;

import static java.util.Objects.requireNonNull;

import com.sun.net.httpserver.BasicAuthenticator;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import dev.errand.Artifact;
import dev.errand.SubmitOptions;
import dev.errand.TaskContext;
import dev.errand.TaskType;
import dev.errand.engine.TaskEngine;
import dev.errand.excel.CellFormat;
import dev.errand.excel.ExcelSheet;
import dev.errand.web.Caller;
import dev.errand.web.TaskAccepted;
import dev.errand.web.TaskHttp;
import dev.errand.web.TypeWords;
import dev.errand.web.jdk.TaskHttpHandler;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executors;

/**
 * A page with a button that exports claims to Excel: the person sees the bar move, may stop it, close the tab and come back, and
 * gets her file. Behind it is the server of the JDK, and nothing else.
 *
 * <p>Ana and Ben are users, Olga operates, and the passwords are their names: a real application has a security of its own.
 */
public final class PageDemo implements AutoCloseable {

    static final TaskType<Integer, Artifact> EXPORT = TaskType.named("export-claims", Integer.class, Artifact.class);

    private static final int CLAIMS = 13_000;
    private static final int PORT = 8080;
    private static final String DASHBOARD = "/background-tasks/dashboard";
    private static final Set<String> USERS = Set.of("ana", "ben", "olga");
    private static final Map<String, String> PAGES = Map.of("/", "text/html", "/page.js", "text/javascript");

    private static final ExcelSheet<Claim> SHEET = ExcelSheet.<Claim>named("Claims")
            .column("Claim", Claim::number)
            .column("Holder", Claim::holder)
            .column("Amount", Claim::amount, CellFormat.money("EUR"))
            .column("Filed", Claim::filedOn, CellFormat.date());

    private final TaskEngine tasks =
            TaskEngine.builder().register(EXPORT, PageDemo::export).build();

    private final TaskHttp http = TaskHttp.on(tasks)
            .words("export-claims", TypeWords.counting("rows"))
            .dashboard(DASHBOARD)
            .build();

    private final TaskHttpHandler handler = new TaskHttpHandler(http, PageDemo::caller);
    private final HttpServer server;

    PageDemo(int port) throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        serve("/background-tasks", handler);
        serve("/export", this::submit);
        serve("/", PageDemo::page);
        server.start();
    }

    private void serve(String path, HttpHandler pages) {
        server.createContext(path, pages).setAuthenticator(new BasicAuthenticator("claims") {
            @Override
            public boolean checkCredentials(String user, String password) {
                return USERS.contains(user) && password.equals(user);
            }
        });
    }

    /**
     * Serves until it is stopped.
     *
     * @param arguments none
     * @throws IOException if the port is in use
     */
    public static void main(String... arguments) throws IOException {
        PageDemo demo = new PageDemo(PORT);
        Runtime.getRuntime().addShutdownHook(new Thread(demo::close));
        System.out.println("Open " + demo.address() + "/ as ana or ben, and " + demo.address() + DASHBOARD
                + "/ as olga; the passwords are their names. Ctrl-C stops it.");
    }

    String address() {
        return "http://localhost:" + server.getAddress().getPort();
    }

    private static Artifact export(int claims, TaskContext context) throws Exception {
        return SHEET.export(Claim.some(claims), context);
    }

    private static Optional<Caller> caller(HttpExchange exchange) {
        String user = exchange.getPrincipal().getUsername();
        return Optional.of(user.equals("olga") ? Caller.operator(user) : Caller.user(user));
    }

    /** The application's own endpoint: it answers with 202, and where the task is to be found. */
    private void submit(HttpExchange exchange) throws IOException {
        if (!isClick(exchange)) {
            exchange.sendResponseHeaders(403, -1);
            exchange.close();
            return;
        }
        SubmitOptions options =
                SubmitOptions.by(exchange.getPrincipal().getUsername()).title("Claims to Excel");
        TaskHttpHandler.send(
                http.submit(handler.callOf(exchange), () -> TaskAccepted.of(tasks.submit(EXPORT, CLAIMS, options))),
                exchange);
    }

    /** Whether it comes from the page, and not from that of somebody else, which has the browser send it. */
    private static boolean isClick(HttpExchange exchange) {
        return exchange.getRequestMethod().equals("POST")
                && "same-origin".equals(exchange.getRequestHeaders().getFirst("Sec-Fetch-Site"));
    }

    private static void page(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        String type = PAGES.get(path);
        try (exchange) {
            if (type == null) {
                exchange.sendResponseHeaders(404, -1);
                return;
            }
            String file = path.equals("/") ? "page.html" : path.substring(1);
            try (InputStream content = requireNonNull(PageDemo.class.getResourceAsStream(file))) {
                byte[] bytes = content.readAllBytes();
                exchange.getResponseHeaders().set("Content-Type", type + "; charset=utf-8");
                exchange.getResponseHeaders().set("Content-Security-Policy", "default-src 'self'");
                exchange.sendResponseHeaders(200, bytes.length);
                exchange.getResponseBody().write(bytes);
            }
        }
    }

    @Override
    public void close() {
        http.close();
        server.stop(0);
        tasks.close();
    }
}
