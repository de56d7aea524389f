package dev.errand.engine;

import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.errand.Outcome;
import dev.errand.TaskHandle;
import dev.errand.TaskSnapshot;
import dev.errand.event.TaskEvent;
import dev.errand.executor.TaskExecutor;
import dev.errand.watch.Mailbox;
import io.micrometer.context.ContextRegistry;
import io.micrometer.context.ThreadLocalAccessor;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Flow;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** Those who watch and listen throw, or hang for ever: the task, its thread and all others do not notice. */
class FaultyWatchersTest extends EngineFixture {

    private final CountDownLatch never = new CountDownLatch(1);
    private final BlockingQueue<TaskEvent> events = new LinkedBlockingQueue<>();

    @Test
    void oneWarningForEachTimeThatAListenerThrows() throws InterruptedException {
        AtomicInteger calls = new AtomicInteger();
        List<ILoggingEvent> logged = whileLogging(Mailbox.class, () -> {
            TaskEngine tasks = use(builder()
                    .listener(event -> {
                        if (calls.incrementAndGet() == 1) {
                            throw new AssertionError("planted");
                        }
                    })
                    .listener(events::add));
            outcomeOf(tasks.submit("a", context -> "done"));
            await(() -> calls.get() == 3 && events.size() == 3);
        });

        assertThat(logged).filteredOn(event -> event.getLevel() == Level.WARN).hasSize(1);
    }

    @Test
    void aListenerGetsTheRestAfterAnExceptionThatCannotEvenBeLogged() throws InterruptedException {
        CountDownLatch all = new CountDownLatch(3);
        TaskEngine tasks = use(builder().listener(event -> {
            all.countDown();
            throw new Unspeakable();
        }));

        outcomeOf(tasks.submit("a", context -> "done"));

        all.await();
    }

    @Test
    void dependentsThatThrowOrHangKeepNoThread() throws InterruptedException {
        TaskEngine tasks = use(builder().executor(TaskExecutor.virtualThreads(1)));
        CountDownLatch others = new CountDownLatch(1);
        TaskHandle<String> handle = tasks.submit("a", context -> waitAtGate("a", context));
        atGate.acquire();
        handle.completion().thenRun(this::hang);
        handle.completion().thenRun(() -> {
            throw new Unspeakable();
        });
        handle.completion().thenRun(others::countDown);
        openGate();

        assertThat(outcomeOf(handle)).isEqualTo(new Outcome.Succeeded<>("a"));
        assertThat(outcomeOf(tasks.submit("next", context -> "b"))).isEqualTo(new Outcome.Succeeded<>("b"));
        others.await();
        assertThat(tasks.shutdown(ofSeconds(5))).isTrue();
        never.countDown();
    }

    @Test
    void subscribersThatThrowOrHangKeepNobody() throws InterruptedException {
        TaskEngine tasks = use(builder().executor(TaskExecutor.virtualThreads(1)));
        TaskHandle<String> handle = tasks.submit("a", context -> waitAtGate("a", context));
        BlockingQueue<TaskSnapshot> seen = new LinkedBlockingQueue<>();
        handle.updates().subscribe(subscriber(snapshot -> hang()));
        handle.updates().subscribe(subscriber(snapshot -> {
            throw new Unspeakable();
        }));
        handle.updates().subscribe(subscriber(seen::add));
        atGate.acquire();
        openGate();

        assertThat(outcomeOf(handle)).isEqualTo(new Outcome.Succeeded<>("a"));
        assertThat(outcomeOf(tasks.submit("next", context -> "b"))).isEqualTo(new Outcome.Succeeded<>("b"));
        await(() -> seen.stream().anyMatch(snapshot -> snapshot.state().isFinal()));
        never.countDown();
    }

    @Test
    void aContextThatCannotBeCarriedOverChangesNothing() throws InterruptedException {
        ThreadLocal<String> faulty = ThreadLocal.withInitial(() -> "set");
        ContextRegistry.getInstance().registerThreadLocalAccessor(new ThreadLocalAccessor<String>() {
            @Override
            public Object key() {
                return "faulty";
            }

            @Override
            public String getValue() {
                return faulty.get();
            }

            @Override
            public void setValue(String value) {
                throw new NoClassDefFoundError("planted");
            }

            @Override
            public void setValue() {
                faulty.remove();
            }
        });
        try {
            List<ILoggingEvent> logged = whileLogging(MicrometerContext.class, () -> {
                TaskEngine tasks = use(builder());
                assertThat(outcomeOf(tasks.submit("a", context -> "a"))).isEqualTo(new Outcome.Succeeded<>("a"));
                tasks.close();
            });
            assertThat(logged).hasSize(1);
        } finally {
            ContextRegistry.getInstance().removeThreadLocalAccessor("faulty");
        }
    }

    /** Two thousand advances a second for a minute: one event a second, never less than before, and the last of all. */
    @Test
    void progressIsToldOnceASecondAndInTheEnd() throws InterruptedException {
        TaskEngine tasks = use(builder().listener(events::add));
        BlockingQueue<TaskSnapshot> seen = new LinkedBlockingQueue<>();
        TaskHandle<String> handle = tasks.submit("advances", context -> {
            waitAtGate("", context);
            for (int i = 0; i < 120_001; i++) {
                context.progress().advance();
                if (i % 2_000 == 0) {
                    time.advance(ofSeconds(1));
                }
            }
            return "done";
        });
        atGate.acquire();
        handle.updates().subscribe(subscriber(seen::add));
        openGate();
        outcomeOf(handle);
        await(() -> seen.stream().anyMatch(snapshot -> snapshot.state().isFinal()));
        tasks.shutdown(ofSeconds(5));

        List<Long> told = doneIn(events.stream()
                .filter(TaskEvent.Progressed.class::isInstance)
                .map(TaskEvent::task)
                .toList());
        assertThat(told).isSorted().hasSizeBetween(1, 61);
        assertThat(doneIn(new ArrayList<>(seen)))
                .isSorted()
                .hasSizeLessThanOrEqualTo(64)
                .endsWith(120_001L);
        assertThat(events)
                .last()
                .extracting(event -> event.task().progress().done())
                .isEqualTo(120_001L);
    }

    private static List<Long> doneIn(List<TaskSnapshot> snapshots) {
        return snapshots.stream().map(snapshot -> snapshot.progress().done()).toList();
    }

    private void hang() {
        try {
            never.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private interface Step {
        void run() throws InterruptedException;
    }

    private static List<ILoggingEvent> whileLogging(Class<?> logging, Step step) throws InterruptedException {
        Logger logger = (Logger) LoggerFactory.getLogger(logging);
        ListAppender<ILoggingEvent> appender = new ListAppender<>();
        appender.start();
        logger.addAppender(appender);
        try {
            step.run();
        } finally {
            logger.detachAppender(appender);
        }
        return appender.list;
    }

    private static Flow.Subscriber<TaskSnapshot> subscriber(Consumer<TaskSnapshot> onNext) {
        return new Flow.Subscriber<>() {
            @Override
            public void onSubscribe(Flow.Subscription subscription) {
                subscription.request(Long.MAX_VALUE);
            }

            @Override
            public void onNext(TaskSnapshot snapshot) {
                onNext.accept(snapshot);
            }

            @Override
            public void onError(Throwable error) {}

            @Override
            public void onComplete() {}
        };
    }

    /** Its message throws, so that no logger can take it. */
    private static final class Unspeakable extends RuntimeException {

        private static final long serialVersionUID = 1L;

        @Override
        public String getMessage() {
            throw new IllegalStateException("no message either");
        }
    }
}
