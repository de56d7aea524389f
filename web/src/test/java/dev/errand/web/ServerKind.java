package dev.errand.web;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.errand.Owner;
import dev.errand.web.jdk.TaskHttpHandler;
import dev.errand.web.servlet.TaskServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.Writer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.function.Supplier;
import org.apache.catalina.Context;
import org.apache.catalina.LifecycleException;
import org.apache.catalina.startup.Tomcat;
import org.eclipse.jetty.ee11.servlet.ServletContextHandler;
import org.eclipse.jetty.ee11.servlet.ServletHolder;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;

/** The servers that the contract is tried on. */
enum ServerKind {
    JDK {
        @Override
        Running start(TaskHttp http, Supplier<TaskAccepted> report) throws IOException {
            HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 1_000);
            ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
            server.setExecutor(threads);
            TaskHttpHandler handler = new TaskHttpHandler(
                    http,
                    exchange -> caller(name -> exchange.getRequestHeaders().getFirst(name)));
            server.createContext("/", handler);
            server.createContext(
                    "/reports",
                    (HttpExchange exchange) ->
                            TaskHttpHandler.send(http.submit(handler.callOf(exchange), report), exchange));
            server.start();
            URI root = URI.create("http://localhost:" + server.getAddress().getPort());
            return new Running(root, "", () -> {
                server.stop(0);
                threads.shutdownNow();
            });
        }
    },

    JETTY {
        @Override
        Running start(TaskHttp http, Supplier<TaskAccepted> report) throws Exception {
            Server server = new Server();
            ServerConnector connector = new ServerConnector(server);
            connector.setHost("localhost");
            server.addConnector(connector);
            ServletContextHandler context = new ServletContextHandler("/app");
            TaskServlet servlet = new TaskServlet(http, request -> caller(request::getHeader));
            ServletHolder holder = new ServletHolder(servlet);
            holder.setAsyncSupported(true);
            context.addServlet(holder, "/background-tasks/*");
            context.addServlet(new ServletHolder(new Reports(http, servlet, report)), "/reports");
            server.setHandler(context);
            server.start();
            URI root = URI.create("http://localhost:" + connector.getLocalPort());
            return new Running(root, "/app", () -> stop(server));
        }
    },

    TOMCAT {
        @Override
        @SuppressWarnings("deprecation") // there is no other way to map a servlet by its name
        Running start(TaskHttp http, Supplier<TaskAccepted> report) throws Exception {
            Tomcat server = new Tomcat();
            server.setBaseDir(Path.of("target", "tomcat").toString());
            server.setPort(0);
            server.getConnector().setProperty("address", "localhost");
            Context context = server.addContext("/app", null);
            TaskServlet servlet = new TaskServlet(http, request -> caller(request::getHeader));
            Tomcat.addServlet(context, "tasks", servlet).setAsyncSupported(true);
            context.addServletMappingDecoded("/background-tasks/*", "tasks", false);
            Tomcat.addServlet(context, "reports", new Reports(http, servlet, report));
            context.addServletMappingDecoded("/reports", "reports", false);
            server.start();
            URI root = URI.create("http://localhost:" + server.getConnector().getLocalPort());
            return new Running(root, "/app", () -> stop(server));
        }
    };

    /** A server that runs: where, under which prefix, and how to stop it. */
    record Running(URI root, String prefix, Runnable stop) {}

    /** An endpoint of the host's own. */
    private static final class Reports extends HttpServlet {

        private static final long serialVersionUID = 1L;

        private final transient TaskHttp http;
        private final transient TaskServlet servlet;
        private final transient Supplier<TaskAccepted> report;

        private Reports(TaskHttp http, TaskServlet servlet, Supplier<TaskAccepted> report) {
            this.http = http;
            this.servlet = servlet;
            this.report = report;
        }

        @Override
        protected void doPost(HttpServletRequest request, HttpServletResponse response) throws IOException {
            request.getReader().transferTo(Writer.nullWriter()); // As a host may that expects text
            TaskServlet.send(http.submit(servlet.callOf(request), report), request, response);
        }
    }

    /**
     * Jetty 12.1 may wait for itself: its selector's thread, which closes a connection, waits there for a write that needs this
     * thread to end. What is left of it then goes with the process.
     */
    private static void stop(Server server) {
        FutureTask<Void> stop = new FutureTask<>(() -> {
            server.stop();
            return null;
        });
        Thread.ofPlatform().daemon().name("stops-jetty").start(stop);
        try {
            stop.get(20, TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            System.err.println("[WARNING] Jetty waits for itself, and is left alone");
        } catch (ExecutionException | InterruptedException e) {
            throw new AssertionError("the server does not stop", e);
        }
    }

    private static void stop(Tomcat server) {
        try {
            server.stop();
            server.destroy();
        } catch (LifecycleException e) {
            throw new AssertionError("the server does not stop", e);
        }
    }

    abstract Running start(TaskHttp http, Supplier<TaskAccepted> report) throws Exception;

    /** As a host with a session would know it: who, and which role. */
    private static Optional<Caller> caller(Function<String, String> header) {
        String user = header.apply("X-User");
        if (user == null) {
            return Optional.empty();
        }
        return Optional.of(
                switch (Optional.ofNullable(header.apply("X-Role")).orElse("user")) {
                    case "broken" -> throw new IllegalStateException("the session is broken");
                    case "operator" -> Caller.operator(user);
                    case "giver" -> new Caller(Owner.of(user), user, Set.of(Permission.VIEW_OWN, Permission.REASSIGN));
                    case "looker" -> new Caller(Owner.of(user), user, Set.of(Permission.VIEW_OWN));
                    default -> Caller.user(user);
                });
    }
}
