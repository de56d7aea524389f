package dev.errand.samples.claimsweb;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Many clicks, on a server as {@code ./demo web} starts it; and as many beside many open pages, on one with a heap of 256 MiB. Each is
 * a process of its own. What it takes is printed; how long that is, no test decides. With {@code -Derrand.long=true} there are as
 * many as the targets say. Whoever measures gives this process so much memory that it collects none meanwhile, such as by {@code
 * -DargLine="-Xms4g -Xmn3g"}: its own pauses would count as the server's.
 */
@Timeout(600)
class PageLoadTest {

    private static final boolean LONG = Boolean.getBoolean("errand.long");
    private static final int STREAMS = LONG ? 1_000 : 100;
    private static final int CLICKS = LONG ? 6_000 : 200;
    private static final int WARM_UP = LONG ? 15_000 : 50;
    private static final int A_SECOND = LONG ? 200 : 50;
    private static final long SECOND = 1_000_000_000;

    @Test
    void clicksAreAnswered(@TempDir Path directory) throws Exception {
        int port = ServerProcess.freePort();
        try (ServerProcess server = start(directory, port, List.of())) {
            Browserless ana = Browserless.signIn("http://localhost:" + port, "ana");
            click(ana, WARM_UP);
            report(CLICKS + " clicks, " + A_SECOND + " a second, POST to 202", click(ana, CLICKS));
            System.out.printf(Locale.ROOT, "SIGTERM to the end: %,d ms%n", server.stop());
        }
    }

    @Test
    void clicksAreAnsweredBesideOpenStreamsInASmallHeap(@TempDir Path directory) throws Exception {
        int port = ServerProcess.freePort();
        String address = "http://localhost:" + port;
        try (ServerProcess server = start(directory, port, List.of("-Xmx256m"))) {
            Browserless ana = Browserless.signIn(address, "ana");
            click(ana, WARM_UP);

            Browserless ben = Browserless.signIn(address, "ben");
            List<InputStream> streams = openStreams(ben);
            report("the same with " + STREAMS + " streams open, heap of 256 MiB", click(ana, CLICKS));
            System.out.printf(Locale.ROOT, "SIGTERM to the end, with %,d streams: %,d ms%n", STREAMS, server.stop());
            for (InputStream stream : streams) {
                assertThat(endOf(stream)).isTrue();
            }
        }
    }

    private static ServerProcess start(Path directory, int port, List<String> ofJvm) throws Exception {
        return ServerProcess.start(
                directory,
                port,
                ofJvm,
                List.of(
                        "--claims.number=10",
                        "--claims.members=10",
                        "--server.tomcat.accept-count=1000",
                        "--errand.web.streams.per-caller=" + STREAMS));
    }

    /** At a steady pace, whatever the answers take; nanoseconds for each. */
    private static long[] click(Browserless person, int clicks) {
        List<CompletableFuture<Long>> answers = new ArrayList<>();
        long start = System.nanoTime();
        for (int i = 0; i < clicks; i++) {
            long due = start + i * (SECOND / A_SECOND);
            while (System.nanoTime() < due) {
                LockSupport.parkNanos(due - System.nanoTime());
            }
            answers.add(person.export().thenApply(answer -> {
                assertThat(answer.statusCode()).as(answer.body()).isEqualTo(202);
                return System.nanoTime() - due;
            }));
        }
        return answers.stream().mapToLong(CompletableFuture::join).sorted().toArray();
    }

    private static List<InputStream> openStreams(Browserless person) throws IOException {
        long start = System.nanoTime();
        List<CompletableFuture<HttpResponse<InputStream>>> answers = new ArrayList<>();
        for (int i = 0; i < STREAMS; i++) {
            answers.add(person.stream());
        }
        List<InputStream> streams = new ArrayList<>();
        for (CompletableFuture<HttpResponse<InputStream>> answer : answers) {
            assertThat(answer.join().statusCode()).isEqualTo(200);
            InputStream stream = answer.join().body();
            assertThat(stream.read()).as("the first sign").isPositive();
            streams.add(stream);
        }
        long took = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
        System.out.printf(Locale.ROOT, "%,d streams opened in %,d ms, heap of 256 MiB%n", STREAMS, took);
        return streams;
    }

    private static boolean endOf(InputStream stream) {
        try (stream) {
            stream.readAllBytes();
            return true;
        } catch (IOException cut) {
            return false;
        }
    }

    private static void report(String what, long[] nanos) {
        System.out.printf(
                Locale.ROOT,
                "%s: p50 %.1f ms, p99 %.1f ms, longest %.1f ms%n",
                what,
                nanos[nanos.length / 2] / 1e6,
                nanos[nanos.length * 99 / 100] / 1e6,
                Arrays.stream(nanos).max().orElse(0) / 1e6);
    }
}
