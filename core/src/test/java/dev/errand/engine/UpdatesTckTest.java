package dev.errand.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.errand.TaskHandle;
import dev.errand.TaskSnapshot;
import dev.errand.testkit.ManualTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Flow;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.reactivestreams.tck.TestEnvironment;
import org.reactivestreams.tck.flow.FlowPublisherVerification;
import org.testng.ITestNGListener;
import org.testng.ITestResult;
import org.testng.TestListenerAdapter;
import org.testng.TestNG;
import org.testng.annotations.AfterMethod;

/**
 * The updates of tasks before the technology compatibility kit of Reactive Streams, which is written for TestNG: its
 * tests are run here one class at a time, and their numbers are compared, so that none of them is left out in silence.
 */
@Timeout(120)
class UpdatesTckTest {

    /** Seven rules the kit cannot test, and leaves to the reader. */
    private static final int UNTESTED = 7;

    @Test
    void theUpdatesOfALiveTaskPass() {
        TestListenerAdapter results = run(OfLiveTask.class);

        assertThat(namesOf(results.getFailedTests())).isEmpty();
        assertThat(results.getPassedTests()).hasSize(28);
        assertThat(namesOf(results.getSkippedTests()))
                .as("they never fail and refuse nobody, and two who read at their own pace do not see the same")
                .filteredOn(name -> !name.startsWith("untested_"))
                .containsExactly(
                        "optional_spec104_mustSignalOnErrorWhenFails",
                        "optional_spec111_multicast_mustProduceTheSameElementsInTheSameSequence"
                                + "ToAllOfItsSubscribersWhenRequestingOneByOne",
                        "required_spec109_mayRejectCallsToSubscribeIfPublisherIsUnableOrUnwillingToServeThem"
                                + "RejectionMustTriggerOnErrorAfterOnSubscribe");
        assertThat(results.getSkippedTests()).hasSize(UNTESTED + 3);
    }

    @Test
    void theUpdatesOfATaskThatHadEndedPass() {
        TestListenerAdapter results = run(OfEndedTask.class);

        assertThat(namesOf(results.getFailedTests())).isEmpty();
        assertThat(results.getPassedTests()).hasSize(10);
        assertThat(results.getSkippedTests())
                .as("most rules need more than one snapshot")
                .hasSize(UNTESTED + 21);
    }

    private static TestListenerAdapter run(Class<?> verification) {
        TestListenerAdapter results = new TestListenerAdapter();
        TestNG kit = new TestNG(false);
        kit.setVerbose(0);
        kit.addListener((ITestNGListener) results);
        kit.setTestClasses(new Class<?>[] {verification});
        kit.run();
        return results;
    }

    private static List<String> namesOf(List<ITestResult> results) {
        return results.stream().map(ITestResult::getName).sorted().toList();
    }

    /** Waits long for what has to come, and a little for what must not. */
    abstract static class Verification extends FlowPublisherVerification<TaskSnapshot> {

        final ManualTime time = new ManualTime();
        private final List<TaskEngine> engines = new ArrayList<>();

        Verification() {
            super(new TestEnvironment(5_000, 50, 50, false), 2_000);
        }

        TaskEngine engine() {
            TaskEngine engine = TaskEngine.builder().time(time).build();
            engines.add(engine);
            return engine;
        }

        static void awaitEnd(TaskHandle<?> handle) {
            handle.completion().toCompletableFuture().join();
        }

        /** Null is how the kit is told that there is none: updates do not fail. */
        @Override
        @SuppressWarnings("NullAway")
        public Flow.@Nullable Publisher<TaskSnapshot> createFailedFlowPublisher() {
            return null;
        }

        @AfterMethod
        public void closesEngines() throws InterruptedException {
            for (TaskEngine engine : engines) {
                engine.shutdown(Duration.ZERO);
            }
            engines.clear();
        }
    }

    /** One snapshot, which is the last. */
    static final class OfEndedTask extends Verification {

        @Override
        public Flow.Publisher<TaskSnapshot> createFlowPublisher(long elements) {
            TaskEngine tasks = engine();
            TaskHandle<String> handle = tasks.submit("ends", context -> "done");
            awaitEnd(handle);
            return tasks.find(handle.id()).orElseThrow().updates();
        }

        @Override
        public long maxElementsFromPublisher() {
            return 1;
        }
    }

    /**
     * As many snapshots as the kit asks for. Updates leave out what nobody was there for, so the task goes on by one unit
     * whenever the latest snapshot has reached all subscribers, and comes to its end after the last but one.
     */
    static final class OfLiveTask extends Verification {

        @Override
        public Flow.Publisher<TaskSnapshot> createFlowPublisher(long elements) {
            Audience audience = new Audience();
            Semaphore running = new Semaphore(0);
            TaskHandle<String> handle = engine().submit("goes on", context -> {
                running.release();
                for (long left = elements - 1; left > 0; left--) {
                    audience.arrived.acquire();
                    if (left > 1) {
                        context.progress().advance(1);
                        time.advance(Duration.ofSeconds(1));
                    }
                }
                return "done";
            });
            running.acquireUninterruptibly();
            if (elements == 1) {
                awaitEnd(handle);
            }
            return subscriber -> handle.updates().subscribe(audience.with(subscriber));
        }
    }

    /** Lets the task go on when everybody has seen where it is. */
    private static final class Audience {

        private final Semaphore arrived = new Semaphore(0);
        private final AtomicInteger subscribers = new AtomicInteger();
        private final AtomicInteger told = new AtomicInteger();

        /** None stays none: to refuse that is the publisher's task. */
        @SuppressWarnings("NullAway")
        Flow.Subscriber<TaskSnapshot> with(Flow.@Nullable Subscriber<? super TaskSnapshot> subscriber) {
            if (subscriber == null) {
                return null;
            }
            subscribers.incrementAndGet();
            return new Flow.Subscriber<>() {
                @Override
                public void onSubscribe(Flow.Subscription subscription) {
                    subscriber.onSubscribe(subscription);
                }

                @Override
                public void onNext(TaskSnapshot snapshot) {
                    subscriber.onNext(snapshot);
                    if (told.incrementAndGet() % subscribers.get() == 0) {
                        arrived.release();
                    }
                }

                @Override
                public void onError(Throwable error) {
                    subscriber.onError(error);
                }

                @Override
                public void onComplete() {
                    subscriber.onComplete();
                }
            };
        }
    }
}
