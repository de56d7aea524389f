package dev.errand.engine;

import static java.time.Duration.ZERO;
import static java.time.Duration.ofDays;
import static java.time.Duration.ofMinutes;

import dev.errand.TaskContext;
import dev.errand.TaskHandle;
import dev.errand.TimelineEntry;
import dev.errand.event.TaskEvent;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;

/** Tasks that go through items, one for each permit that the test gives. */
abstract class ItemFixture extends EngineFixture {

    static final List<String> ITEMS = List.of("a", "b", "c", "d", "e");
    static final Duration NEVER = ofDays(1);

    /** One permit lets one item pass. */
    final Semaphore steps = new Semaphore(0);

    /** The items that were begun, in all attempts. */
    final List<String> begun = new CopyOnWriteArrayList<>();

    /** Items that fail, as long as they are in here. */
    final Set<String> broken = ConcurrentHashMap.newKeySet();

    final List<TaskEvent> events = new CopyOnWriteArrayList<>();

    /** Before the gate of the superclass is opened. */
    @AfterEach
    void letsAllItemsPass() {
        steps.release(1_000_000);
    }

    /** One item: comes to the gate, waits for a permit, and is done or fails. */
    void step(String item) throws InterruptedException {
        begun.add(item);
        atGate.release();
        steps.acquire();
        failIfBroken(item);
    }

    /** One item that waits for nobody. */
    void quickly(String item) {
        begun.add(item);
        failIfBroken(item);
    }

    void failIfBroken(String item) {
        if (broken.contains(item)) {
            throw new IllegalStateException("planted failure of " + item);
        }
    }

    /** A task whose items wait for permits, and end it when they fail. */
    String stepThrough(String input, TaskContext context) throws Exception {
        context.each(ITEMS).forEach(this::step);
        return "through";
    }

    /** A task whose items have keys, so that it outlives those that fail. */
    String quicklyThroughKeys(String input, TaskContext context) throws Exception {
        context.each(ITEMS).keyedBy(item -> item).forEach(this::quickly);
        return "through";
    }

    /** Lets so many items pass, and waits until the next one has begun. */
    void pass(int items) throws InterruptedException {
        steps.release(items);
        atGate.acquire(items);
    }

    /** The steps of the task's life since its submission, as "state by note". */
    static List<String> lifeOf(TaskHandle<?> handle) {
        return handle.snapshot().status().timeline().stream()
                .map(ItemFixture::wordsOf)
                .toList();
    }

    private static String wordsOf(TimelineEntry step) {
        return String.join(" ", step.state().name(), step.by(), step.note()).strip();
    }

    /** Which kinds of events were told of a task so far. */
    List<String> toldOf(TaskHandle<?> handle) {
        return told().filter(event -> event.task().id().equals(handle.id()))
                .map(event -> event.getClass().getSimpleName())
                .toList();
    }

    Stream<TaskEvent> told() {
        return events.stream();
    }

    /** Until a number of its ends was told. */
    void awaitEndsTold(TaskHandle<?> handle, int count) {
        await(() -> toldOf(handle).stream().filter("Ended"::equals).count() == count);
    }

    /** Lets more time pass than anything here waits for. */
    void letMuchTimePass() {
        time.advance(ofMinutes(10));
    }

    /** Lets the delays between attempts pass, which are none, until the task has ended. */
    void letTriesPass(TaskHandle<?> handle) {
        await(() -> {
            time.advance(ZERO);
            return stateOf(handle).isFinal()
                    || atGate.availablePermits() > 0
                    || handle.completion().toCompletableFuture().isDone();
        });
    }
}
