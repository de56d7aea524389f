package dev.errand.engine;

import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import dev.errand.Outcome;
import dev.errand.Retry;
import dev.errand.TaskHandle;
import dev.errand.TaskId;
import dev.errand.event.TaskEvent;
import dev.errand.registry.Lease;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.stream.Stream;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

/** Ends that race: whoever wins, there is one end, it is told once, and it is the one that everybody sees. */
class RacesTest extends EngineFixture {

    private final Map<TaskId, AtomicInteger> endsTold = new ConcurrentHashMap<>();
    private final AtomicInteger totalTold = new AtomicInteger();

    @RepeatedTest(200)
    void cancelAgainstCompletion() throws Exception {
        CyclicBarrier together = new CyclicBarrier(3);
        TaskEngine tasks = use(builder().listener(this::countEnd).register(ECHO, (input, context) -> {
            together.await();
            return input;
        }));
        TaskHandle<String> handle = tasks.submit(ECHO, "a");
        AtomicInteger requests = new AtomicInteger();
        Thread other = Thread.startVirtualThread(() -> {
            await(together);
            if (handle.cancel()) {
                requests.incrementAndGet();
            }
        });
        together.await();
        if (handle.cancel()) {
            requests.incrementAndGet();
        }
        other.join();

        Outcome<String> outcome = outcomeOf(handle);
        tasks.close();

        assertThat(requests.get()).as("one of two cancels makes the request").isLessThanOrEqualTo(1);
        assertThat(handle.snapshot().outcome().orElseThrow()).isEqualTo(outcome);
        assertThat(endsTold.get(handle.id())).hasValue(1);
    }

    @Test
    void everythingAtOnce() throws InterruptedException {
        long seed = System.nanoTime();
        TaskEngine tasks = use(TaskEngine.builder()
                .listener(this::countEnd)
                .register(ECHO.retrying(Retry.fixed(3, ofSeconds(0))).maxRunning(7), (input, context) -> {
                    if (Integer.parseInt(input) % 5 == context.attempt()) {
                        throw new IllegalStateException("planted failure");
                    }
                    context.checkCancelled();
                    return input;
                }));
        List<TaskHandle<String>> handles = new ArrayList<>();
        Random random = new Random(seed);
        for (int i = 0; i < 5_000; i++) {
            TaskHandle<String> handle = tasks.submit(ECHO, String.valueOf(i));
            handles.add(handle);
            if (random.nextInt(3) == 0) {
                TaskHandle<String> victim = handles.get(random.nextInt(handles.size()));
                Thread.startVirtualThread(victim::cancel);
            }
        }

        for (TaskHandle<String> handle : handles) {
            assertThat(outcomeOf(handle)).as("seed " + seed).isNotNull();
        }
        await(() -> totalTold.get() >= handles.size());
        assertThat(endsTold.values()).as("seed " + seed).hasSize(5_000).allMatch(times -> times.get() == 1);
    }

    private void countEnd(TaskEvent event) {
        if (event instanceof TaskEvent.Ended ended) {
            endsTold.computeIfAbsent(ended.task().id(), id -> new AtomicInteger())
                    .incrementAndGet();
            totalTold.incrementAndGet();
        }
    }

    private static void await(CyclicBarrier barrier) {
        try {
            barrier.await();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    /** What a shutdown does not see must not start: each round, one thread begins an attempt while another closes. */
    @Test
    void letsNoAttemptThroughADoorThatClosesUnseen() throws InterruptedException {
        LiveTask<Void, String> task = new LiveTask<>(
                use(builder()).submit("a", context -> "").snapshot(), Definition.adHoc(context -> ""), null);
        int rounds = 20_000;
        List<LiveTasks> doors = Stream.generate(() -> new LiveTasks(new LiveTasks.Places(1, 1)))
                .limit(rounds)
                .toList();
        AtomicIntegerArray seen = new AtomicIntegerArray(rounds);
        AtomicInteger together = new AtomicInteger();
        Thread closing = Thread.ofPlatform().start(() -> {
            for (int round = 0; round < rounds; round++) {
                meet(together, round);
                doors.get(round).close();
                seen.set(round, doors.get(round).attempts().size());
            }
        });
        boolean[] began = new boolean[rounds];
        for (int round = 0; round < rounds; round++) {
            Attempt<String> attempt = new Attempt<>(task, new Lease(UUID.randomUUID()), time);
            meet(together, round);
            began[round] = doors.get(round).begin(attempt);
        }
        closing.join();

        for (int round = 0; round < rounds; round++) {
            assertThat(began[round] && seen.get(round) == 0)
                    .as("began unseen in round " + round)
                    .isFalse();
        }
    }

    private static void meet(AtomicInteger together, int round) {
        together.incrementAndGet();
        await(() -> together.get() >= 2 * (round + 1));
    }
}
