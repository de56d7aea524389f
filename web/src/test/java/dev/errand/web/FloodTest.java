package dev.errand.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.errand.Owner;
import dev.errand.TaskState;
import dev.errand.registry.TaskQuery;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Many who ask for too much at the same time: each is told so, nothing piles up, and others are served as before. */
@ParameterizedClass
@EnumSource(ServerKind.class)
@Timeout(120)
class FloodTest {

    private static final int AT_ONCE = 16;
    private static final int ROUNDS = 10;
    private static final int MAY_WAIT = 2;
    private static final String JSON = "Content-Type: application/json\r\nSec-Fetch-Site: same-origin\r\n";

    private final Site site;

    FloodTest(ServerKind kind) throws Exception {
        site = new Site(kind, engine -> engine.maxWaitingPerOwner(MAY_WAIT), http -> http);
    }

    @AfterEach
    void closes() {
        site.close();
    }

    /** What is wrong with a call, and the status that says so. */
    private record Attack(String method, String path, String headers, String body, int status) {}

    private static List<Attack> attacks() {
        String deep = "{\"type\":\"orders-export\",\"input\":" + "[".repeat(5_000) + "]".repeat(5_000) + "}";
        String task = "{\"type\":\"orders-export\",\"input\":\"wait\"}";
        return List.of(
                new Attack("GET", "/tasks?limit=-1", "", "", 400),
                new Attack("GET", "/tasks?sort=secret", "", "", 400),
                new Attack("GET", "/tasks?cursor=" + "A".repeat(1_000), "", "", 400),
                new Attack("GET", "/tasks?q=" + "x".repeat(5_000), "", "", 414),
                new Attack("GET", "/tasks/none", "", "", 404),
                new Attack("POST", "/tasks", JSON + length(1L << 30), "{", 413),
                new Attack("POST", "/tasks", JSON + length(deep.length()), deep, 400),
                new Attack("POST", "/tasks", JSON + length(task.length()), task, 429));
    }

    private static String length(long bytes) {
        return "Content-Length: " + bytes + "\r\n";
    }

    @Test
    void isRefusedWithLimitsAndLeavesNothingBehind() throws Exception {
        site.running("mallory");
        for (int waiting = 0; waiting < MAY_WAIT; waiting++) {
            site.submit("wait", "mallory");
        }
        List<Socket> silent = new ArrayList<>();
        try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int number = 0; number < AT_ONCE; number++) {
                silent.add(halfACall());
            }
            List<Future<Boolean>> answers = new ArrayList<>();
            for (int caller = 0; caller < AT_ONCE; caller++) {
                answers.add(callers.submit(this::attackAll));
            }
            for (Future<Boolean> answer : answers) {
                assertThat(answer.get()).isTrue();
            }
        } finally {
            for (Socket socket : silent) {
                socket.close();
            }
        }

        assertThat(site.engine.list(TaskQuery.newest(200).ownedBy(Owner.of("mallory"))))
                .as("the one that runs, and as many as may wait")
                .hasSize(1 + MAY_WAIT)
                .noneMatch(task -> task.state() == TaskState.FAILED);
        assertThat(site.http.hub().size()).isZero();
        assertThat(site.get("/tasks", "ana").statusCode()).isEqualTo(200);
        assertThat(site.post("/tasks", "ana", "{\"type\":\"orders-export\",\"input\":\"ok\"}")
                        .statusCode())
                .isEqualTo(202);
    }

    private boolean attackAll() throws IOException {
        for (int round = 0; round < ROUNDS; round++) {
            for (Attack attack : attacks()) {
                assertThat(statusOf(attack))
                        .as(attack.method + " " + attack.path)
                        .isEqualTo(attack.status);
            }
        }
        return true;
    }

    private int statusOf(Attack attack) throws IOException {
        try (Socket socket = new Socket("localhost", site.uri("/").getPort())) {
            write(
                    socket,
                    head(attack.method, attack.path) + attack.headers + "Connection: close\r\n\r\n" + attack.body);
            String line = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8))
                    .readLine();
            return line == null ? 0 : Integer.parseInt(line.split(" ", -1)[1]);
        }
    }

    /** Somebody who begins a call and says no more. */
    private Socket halfACall() throws IOException {
        Socket socket = new Socket("localhost", site.uri("/").getPort());
        write(socket, head("POST", "/tasks"));
        return socket;
    }

    private String head(String method, String path) {
        return method + " " + site.prefix() + path + " HTTP/1.1\r\nHost: localhost\r\nX-User: mallory\r\n";
    }

    private static void write(Socket socket, String text) throws IOException {
        OutputStream out = socket.getOutputStream();
        out.write(text.getBytes(StandardCharsets.US_ASCII));
        out.flush();
    }
}
