package dev.errand.samples.cluster;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/** The bank itself, outside of everything that is killed. It takes its time, and does not ask whether it has paid before. */
final class BankServer implements AutoCloseable {

    private static final int ANSWERS_AFTER_MILLIS = 20;

    private final List<String> transfers = Collections.synchronizedList(new ArrayList<>());
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final HttpServer server;

    BankServer() throws IOException {
        Executor slowly = CompletableFuture.delayedExecutor(ANSWERS_AFTER_MILLIS, TimeUnit.MILLISECONDS, threads);
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(slowly);
        server.createContext("/transfers/", this::transfer);
        server.start();
    }

    int port() {
        return server.getAddress().getPort();
    }

    /** The numbers of the claims that were paid; one that was paid twice is there twice. */
    List<String> transfers() {
        return List.copyOf(transfers);
    }

    private void transfer(HttpExchange exchange) throws IOException {
        try (exchange) {
            String path = exchange.getRequestURI().getPath();
            transfers.add(path.substring(path.lastIndexOf('/') + 1));
            byte[] receipt = ("R-" + transfers.size()).getBytes(UTF_8);
            exchange.sendResponseHeaders(200, receipt.length);
            exchange.getResponseBody().write(receipt);
        }
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
