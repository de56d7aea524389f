package dev.errand.faults;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;

import dev.errand.Outcome;
import dev.errand.Retry;
import dev.errand.TaskHandle;
import dev.errand.TaskSnapshot;
import dev.errand.TaskType;
import dev.errand.engine.TaskEngine;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordedFrame;
import jdk.jfr.consumer.RecordingFile;

/**
 * A bit of everything at once, under the flight recorder: which virtual threads were pinned while code of ours ran? One
 * is pinned on purpose, to show that the recorder would see it.
 */
final class MixedLoad {

    private static final int TASKS = 3_000;
    private static final TaskType<Integer, Integer> TASK = TaskType.named("mixed", Integer.class, Integer.class)
            .retrying(Retry.fixed(3, ofMillis(1)))
            .cancelGrace(ofMillis(1));

    /** A class that is being initialised pins the thread that does it. */
    private static final class Pin {

        static final boolean PINNED = pinned();

        private static boolean pinned() {
            try {
                return !new CountDownLatch(1).await(50, TimeUnit.MILLISECONDS);
            } catch (InterruptedException e) {
                return false;
            }
        }
    }

    private MixedLoad() {}

    public static void main(String[] arguments) throws Exception {
        Path file = Files.createTempFile("errand-pinned-", ".jfr");
        try (Recording recording = new Recording()) {
            recording
                    .enable("jdk.VirtualThreadPinned")
                    .withThreshold(Duration.ZERO)
                    .withStackTrace();
            int warm = run(new Random(0)); // a class that is loaded for the first time pins those that wait for it
            System.out.println("warm=" + warm);
            run(new Random(0)); // so that what is loaded once is loaded
            recording.start();
            Thread.ofVirtual()
                    .start(() -> System.out.println("planted " + Pin.PINNED))
                    .join();
            long seed = System.nanoTime();
            System.out.println("seed " + seed);
            System.out.println("ended=" + run(new Random(seed)));
            recording.stop();
            recording.dump(file);
            report(RecordingFile.readAllEvents(file));
        } finally {
            Files.delete(file);
        }
    }

    private static void report(List<RecordedEvent> pinned) {
        int planted = 0;
        int ours = 0;
        for (RecordedEvent event : pinned) {
            List<String> frames = event.getStackTrace() == null
                    ? List.of()
                    : event.getStackTrace().getFrames().stream()
                            .map(MixedLoad::nameOf)
                            .toList();
            if (frames.stream().anyMatch(name -> name.startsWith(Pin.class.getName()))) {
                planted++;
            } else if (frames.stream().anyMatch(name -> name.startsWith("dev.errand."))
                    && !isOfOthers(event.getStackTrace().getFrames().getFirst())) {
                ours++;
                System.out.println(event);
            }
        }
        System.out.println("planted=" + planted);
        System.out.println("pinned=" + ours);
    }

    /**
     * The recorder waits for its monitors as it writes our events down, the JVM as it loads a class for us, and a thread that has
     * written to a file for whoever interrupts it just then ({@code Thread.blockedOn}).
     */
    private static boolean isOfOthers(RecordedFrame last) {
        String type = nameOf(last);
        boolean endsWrite = type.equals(Thread.class.getName())
                && last.getMethod().getName().equals("blockedOn");
        return endsWrite
                || type.startsWith("jdk.jfr.")
                || type.startsWith("dev.errand.recording.")
                || type.startsWith("jdk.internal.")
                || type.startsWith("java.lang.invoke.");
    }

    private static String nameOf(RecordedFrame frame) {
        return frame.getMethod().getType().getName();
    }

    private static int run(Random random) throws InterruptedException {
        List<TaskHandle<Integer>> handles = new ArrayList<>();
        try (TaskEngine tasks = TaskEngine.builder()
                .register(TASK, (input, context) -> {
                    context.progress().advance();
                    if (input % 5 == 0 && context.attempt() == 1) {
                        throw new IllegalStateException("planted");
                    }
                    if (input % 20 == 1) {
                        context.writeArtifact("a.txt", "text/plain", out -> out.write(1));
                    }
                    if (input % 7 == 0) {
                        new CountDownLatch(1).await(5, TimeUnit.MILLISECONDS);
                    }
                    context.checkpoint(input);
                    return input;
                })
                .listener(event -> Thread.onSpinWait())
                .build()) {
            for (int i = 0; i < TASKS; i++) {
                TaskHandle<Integer> handle = tasks.submit(TASK, i);
                handles.add(handle);
                handle.updates().subscribe(new Reader());
                TaskHandle<Integer> other = handles.get(random.nextInt(handles.size()));
                Thread.startVirtualThread(random.nextBoolean() ? other::cancel : other::pause);
                Thread.startVirtualThread(other::resume);
            }
            return endedOf(handles);
        }
    }

    private static int endedOf(List<TaskHandle<Integer>> handles) throws InterruptedException {
        int ended = 0;
        for (TaskHandle<Integer> handle : handles) {
            boolean over = false;
            for (int looks = 0; looks < 20 && !over; looks++) {
                handle.resume();
                over = handle.await(ofSeconds(1)).map(Outcome::state).isPresent();
            }
            ended += over ? 1 : 0;
        }
        return ended;
    }

    private static final class Reader implements Flow.Subscriber<TaskSnapshot> {

        @Override
        public void onSubscribe(Flow.Subscription subscription) {
            subscription.request(Long.MAX_VALUE);
        }

        @Override
        public void onNext(TaskSnapshot snapshot) {}

        @Override
        public void onError(Throwable error) {}

        @Override
        public void onComplete() {}
    }
}
