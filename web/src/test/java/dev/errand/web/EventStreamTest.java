package dev.errand.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.errand.Artifact;
import dev.errand.SubmitOptions;
import dev.errand.TaskContext;
import dev.errand.TaskHandle;
import dev.errand.TaskSnapshot;
import dev.errand.TaskState;
import dev.errand.TaskType;
import dev.errand.testkit.ManualTime;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What event streams do as time passes. */
@Timeout(60)
class EventStreamTest {

    private static final TaskType<String, String> LIVELY = TaskType.named("lively", String.class, String.class);
    private static final int STEPS = 8;

    private final Semaphore steps = new Semaphore(0);
    private final ManualTime time = new ManualTime();
    private final Site site;

    EventStreamTest() throws Exception {
        site = new Site(ServerKind.JDK, engine -> engine.register(LIVELY, this::advance), http -> http.time(time));
    }

    private String advance(String input, TaskContext context) throws InterruptedException {
        for (int step = 0; step < STEPS; step++) {
            steps.acquire();
            context.progress().advance(1);
        }
        steps.acquire();
        return input;
    }

    @AfterEach
    void closes() {
        steps.release(STEPS + 1);
        site.close();
    }

    /** Keeps what was written, and lets a test wait for it. */
    private static final class Paper extends OutputStream {

        private final ByteArrayOutputStream written = new ByteArrayOutputStream();
        private final LinkedBlockingQueue<String> flushed = new LinkedBlockingQueue<>();

        @Override
        public void write(int b) {
            written.write(b);
        }

        @Override
        public void flush() {
            flushed.add(written.toString(StandardCharsets.UTF_8));
            written.reset();
        }

        String next() throws InterruptedException {
            String text = flushed.poll(20, TimeUnit.SECONDS);
            assertThat(text).as("written in time").isNotNull();
            return String.valueOf(text);
        }
    }

    /** A thread that the operating system refuses. */
    private static final class OneTooMany extends Thread {

        OneTooMany(Runnable work) {
            super(work);
        }

        @Override
        public void start() {
            throw new OutOfMemoryError("unable to create native thread");
        }
    }

    private EventStream open(String path, String query) {
        HttpCall call = new HttpCall(
                "GET",
                new HttpCall.Target("http://localhost", "", Site.BASE + path, query),
                new HttpFields(Map.of()),
                Optional.of(Caller.user("ana")),
                InputStream.nullInputStream());
        HttpReply reply = site.http.handle(call);
        assertThat(reply.body()).isInstanceOf(HttpReply.Events.class);
        return ((HttpReply.Events) reply.body()).stream();
    }

    private void awaitAlarms(int atLeast) {
        while (time.pending() < atLeast) {
            Thread.onSpinWait();
        }
    }

    @Test
    void beatEachFifteenSecondsAndEndAfterTenMinutes() throws Exception {
        TaskHandle<Artifact> task = site.running("ana");
        Paper paper = new Paper();
        CountDownLatch done = new CountDownLatch(1);
        open(Site.path(task) + "/events", "").start(paper, done::countDown);
        assertThat(paper.next()).isEqualTo("retry: 3000\n\n");
        assertThat(paper.next()).contains("event: snapshot");

        for (int beat = 0; beat < 39; beat++) {
            awaitAlarms(2); // that of the stream, and that of the watch over all streams
            time.advance(Duration.ofSeconds(15));
            assertThat(paper.next())
                    .as("what runs in silence is shown to be alive")
                    .contains("event: snapshot", "\"lastHeartbeatAt\":\"")
                    .endsWith(": hb\n\n");
        }
        awaitAlarms(2);
        time.advance(Duration.ofSeconds(15));

        assertThat(paper.next()).matches("retry: [1-4]\\d{3}\n\n");
        assertThat(done.await(20, TimeUnit.SECONDS)).isTrue();
        assertThat(site.http.hub().size()).isZero();
    }

    @Test
    void showWhatIsSilentToBeAliveWhileAnotherTaskIsLively() throws Exception {
        TaskHandle<Artifact> silent = site.running("ana");
        TaskHandle<?> lively = site.engine.submit(LIVELY, "a", SubmitOptions.by("ana"));
        Site.awaitState(lively, TaskState.RUNNING);
        while (silent.snapshot().version() < 3) { // what it has told before is told
            Thread.onSpinWait();
        }
        Paper paper = new Paper();
        CountDownLatch done = new CountDownLatch(1);
        open("/events", "tasks=" + silent.id() + "," + lively.id()).start(paper, done::countDown);
        StringBuilder seen = new StringBuilder();
        while (!seen.toString().contains(silent.id().toString())
                || !seen.toString().contains(lively.id().toString())) {
            seen.append(paper.next());
        }
        List<String> told = new ArrayList<>();
        for (int step = 1; step <= STEPS; step++) {
            awaitAlarms(2);
            time.advance(Duration.ofSeconds(4));
            steps.release();
            String news = "\"done\":" + step + ",";
            do {
                told.add(paper.next());
            } while (!told.getLast().contains("event: progress")
                    || !told.getLast().contains(news));
        }

        assertThat(told)
                .as("twice in half a minute")
                .filteredOn(text ->
                        text.contains(": hb") && text.contains(silent.id().toString()))
                .hasSize(2);
    }

    @Test
    void cutOffAReaderWhoTakesNothing() throws Exception {
        TaskHandle<Artifact> task = site.running("ana");
        CountDownLatch stuck = new CountDownLatch(1);
        CountDownLatch done = new CountDownLatch(1);
        CountDownLatch never = new CountDownLatch(1);
        OutputStream full = new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                stuck.countDown();
                try {
                    never.await();
                } catch (InterruptedException e) {
                    throw new InterruptedIOException("cut off");
                }
            }
        };
        open(Site.path(task) + "/events", "").start(full, done::countDown);
        assertThat(stuck.await(20, TimeUnit.SECONDS)).isTrue();

        time.advance(Duration.ofSeconds(15));
        assertThat(done.getCount()).as("still patient").isEqualTo(1);
        time.advance(Duration.ofSeconds(15));

        assertThat(done.await(20, TimeUnit.SECONDS)).isTrue();
        assertThat(site.http.hub().size()).isZero();
    }

    @Test
    void giveTheirPlaceBackIfTheyAreNeverStarted() throws Exception {
        TaskHandle<Artifact> task = site.running("ana");
        EventStream stream = open(Site.path(task) + "/events", "");
        assertThat(site.http.hub().size()).isEqualTo(1);

        stream.close();
        stream.close();

        assertThat(site.http.hub().size()).isZero();
        assertThat(site.http.hub().feeds().size()).isZero();
    }

    @Test
    void giveTheirPlaceBackIfThereIsNoRoomForAThread() throws Exception {
        TaskHandle<Artifact> task = site.running("ana");
        TaskEventStream stream = (TaskEventStream) open(Site.path(task) + "/events", "");

        assertThatExceptionOfType(OutOfMemoryError.class)
                .isThrownBy(() -> stream.start(OutputStream.nullOutputStream(), () -> {}, OneTooMany::new));
        stream.close(); // as an adapter does

        assertThat(site.http.hub().size()).isZero();
        assertThat(site.http.hub().feeds().size()).isZero();
    }

    @Test
    void keepOnlyTheNewestOfATask() throws Exception {
        TaskHandle<Artifact> task = site.running("ana");
        Mailbox mailbox = new Mailbox(time);
        TaskSnapshot first = task.snapshot();
        site.gate.countDown();
        task.await(Duration.ofSeconds(20));
        TaskSnapshot last = task.snapshot();

        mailbox.put(first);
        mailbox.put(last);
        mailbox.put(first);

        assertThat(mailbox.take(0, 0)).isEqualTo(List.of(last));
    }
}
