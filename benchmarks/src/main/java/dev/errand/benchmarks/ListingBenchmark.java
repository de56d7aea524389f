package dev.errand.benchmarks;

import dev.errand.Owner;
import dev.errand.Submission;
import dev.errand.TaskId;
import dev.errand.TaskSnapshot;
import dev.errand.TaskStatus;
import dev.errand.engine.TaskEngine;
import dev.errand.progress.Progress;
import dev.errand.registry.Instead;
import dev.errand.registry.MemoryTaskRegistry;
import dev.errand.registry.TaskEntry;
import dev.errand.registry.TaskQuery;
import dev.errand.registry.TaskRegistry;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** What it costs a person to see her newest fifty tasks, where a million tasks of ten thousand people are in memory. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(value = 1, jvmArgsAppend = "-Xmx3g")
@Warmup(iterations = 5, time = 2)
@Measurement(iterations = 5, time = 2)
public class ListingBenchmark {

    private static final int TASKS = 1_000_000;
    private static final int OWNERS = 10_000;
    private static final int TASKS_OF_THE_FIRST = 100;
    private static final long START = Instant.parse("2026-01-01T00:00:00Z").toEpochMilli();

    private final TaskRegistry registry = new MemoryTaskRegistry();
    private final TaskEngine tasks = TaskEngine.builder().registry(registry).build();
    private final TaskQuery newest = TaskQuery.newest(50);
    private final Owner ana = Owner.of("ana");
    private final Owner first = Owner.of("first");
    private final Owner nobody = Owner.of("nobody");

    /** A hundred tasks of one person, and then those of all others in turn. */
    @Setup
    public void fill() {
        List<Owner> others = owners();
        for (int i = 0; i < TASKS; i++) {
            add(i, i < TASKS_OF_THE_FIRST ? first : others.get(i % OWNERS));
        }
        requireFound(newest.ownedBy(ana), 50);
        requireFound(newest.ownedBy(first), 50);
        requireFound(newest.ownedBy(nobody), 0);
    }

    private List<Owner> owners() {
        return IntStream.range(0, OWNERS)
                .mapToObj(i -> i == OWNERS / 2 ? ana : Owner.of("person-" + i))
                .toList();
    }

    /** Adds a task, a millisecond after the one before. */
    private void add(int number, Owner owner) {
        long millis = START + number;
        Instant now = Instant.ofEpochMilli(millis);
        TaskId id = new TaskId(new UUID(millis << 16 | 0x7000, Long.MIN_VALUE | number));
        Submission submission = new Submission("export", owner, "Export " + number, Submission.Terms.PLAIN, now, now);
        TaskStatus status = TaskStatus.queued();
        TaskSnapshot snapshot = new TaskSnapshot(id, 1, submission, status, Progress.NOT_STARTED, List.of());
        TaskEntry known = registry.add(new TaskEntry(snapshot, null), Instead.NOTHING);
        if (!known.snapshot().id().equals(id)) {
            throw new IllegalStateException("task " + number + " was not added");
        }
    }

    private void requireFound(TaskQuery query, int expected) {
        int found = tasks.list(query).size();
        if (found != expected) {
            throw new IllegalStateException(found + " tasks and not " + expected + " of " + query);
        }
    }

    /** Stops the engine. */
    @TearDown
    public void stop() {
        tasks.close();
    }

    /**
     * The newest fifty of a person who has a hundred, one among every ten thousand.
     *
     * @return the page
     */
    @Benchmark
    public List<TaskSnapshot> ofOne() {
        return tasks.list(newest.ownedBy(ana));
    }

    /**
     * The newest fifty of a person who has a hundred, the oldest of all.
     *
     * @return the page
     */
    @Benchmark
    public List<TaskSnapshot> ofTheFirst() {
        return tasks.list(newest.ownedBy(first));
    }

    /**
     * The tasks of a person who has none.
     *
     * @return an empty page
     */
    @Benchmark
    public List<TaskSnapshot> ofNobody() {
        return tasks.list(newest.ownedBy(nobody));
    }
}
