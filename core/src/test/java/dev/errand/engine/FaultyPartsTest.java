package dev.errand.engine;

import static dev.errand.SubmitOptions.by;
import static java.time.Duration.ZERO;
import static java.time.Duration.ofDays;
import static java.time.Duration.ofHours;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.errand.Artifact;
import dev.errand.Outcome;
import dev.errand.Owner;
import dev.errand.Retry;
import dev.errand.TaskHandle;
import dev.errand.TaskId;
import dev.errand.TaskSnapshot;
import dev.errand.TaskState;
import dev.errand.artifact.ArtifactException;
import dev.errand.artifact.ArtifactStore;
import dev.errand.executor.TaskExecutor;
import dev.errand.registry.Amendment;
import dev.errand.registry.Instead;
import dev.errand.registry.Lease;
import dev.errand.registry.MemoryTaskRegistry;
import dev.errand.registry.OwedNotice;
import dev.errand.registry.PausedType;
import dev.errand.registry.RecurrencePoint;
import dev.errand.registry.RunReport;
import dev.errand.registry.StartingPoint;
import dev.errand.registry.TaskEntry;
import dev.errand.registry.TaskLedgers;
import dev.errand.registry.TaskQuery;
import dev.errand.registry.TaskRegistry;
import dev.errand.registry.TaskSummary;
import dev.errand.registry.Transition;
import dev.errand.testkit.ManualTime;
import dev.errand.testkit.SharedTasks;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is not the task's fault: parts that throw, hang or come too late. Every task ends all the same. */
class FaultyPartsTest extends EngineFixture {

    @Test
    void endsATaskWhoseOldFilesCannotBeDeleted() throws InterruptedException {
        TaskEngine tasks = use(builder()
                .artifacts(new ForwardingStore(ArtifactStore.temporary()) {
                    @Override
                    public void delete(Artifact artifact) {
                        throw new ArtifactException("cannot delete", artifact.fileName(), null);
                    }
                })
                .register(ECHO.retrying(Retry.fixed(2, ofSeconds(1))), (input, context) -> {
                    context.writeArtifact("a.csv", "text/csv", out -> out.write(1));
                    if (context.attempt() == 1) {
                        throw new IllegalStateException("once");
                    }
                    return input;
                }));
        TaskHandle<String> handle = tasks.submit(ECHO, "a");
        awaitRetry(handle, 1);
        time.advance(ofSeconds(2));

        assertThat(outcomeOf(handle)).isEqualTo(new Outcome.Succeeded<>("a"));
    }

    @Test
    void recordsAnEndOnceTheRegistryAnswersAgain() throws InterruptedException {
        AtomicInteger failures = new AtomicInteger(2);
        TaskEngine tasks = use(builder().registry(new Registry() {
            @Override
            public Optional<TaskSnapshot> apply(TaskId id, Transition transition) {
                if (transition.to() == TaskState.SUCCEEDED && failures.getAndDecrement() > 0) {
                    throw new IllegalStateException("database away");
                }
                return super.apply(id, transition);
            }
        }));
        TaskHandle<String> handle = tasks.submit("ends", context -> "done");

        await(() -> time.pending() == 2);
        time.advance(ofSeconds(1));
        time.advance(ofSeconds(1));

        assertThat(outcomeOf(handle)).isEqualTo(new Outcome.Succeeded<>("done"));
        assertThat(stateOf(handle)).isEqualTo(TaskState.SUCCEEDED);
    }

    @Test
    void tellsThoseWhoWaitAtAShutdownThoughTheRegistryIsAway() throws InterruptedException {
        AtomicBoolean away = new AtomicBoolean();
        TaskEngine tasks = use(builder().registry(new Registry() {
            @Override
            public Optional<TaskSnapshot> apply(TaskId id, Transition transition) {
                if (away.get()) {
                    throw new IllegalStateException("database away");
                }
                return super.apply(id, transition);
            }

            @Override
            public Optional<TaskEntry> find(TaskId id) {
                if (away.get()) {
                    throw new IllegalStateException("database away");
                }
                return super.find(id);
            }
        }));
        TaskHandle<String> running = tasks.submit("runs", context -> waitAtGate("", context));
        TaskHandle<String> delayed = tasks.submit(context -> "", by("ana").delay(ofHours(1)));
        atGate.acquire();
        away.set(true);

        tasks.shutdown(ZERO);

        assertThat(outcomeOf(running)).isInstanceOf(Outcome.Cancelled.class);
        assertThat(outcomeOf(delayed)).isInstanceOf(Outcome.Cancelled.class);
    }

    @Test
    void givesThePlaceOfASubmissionBackThatTheRegistryRefused() throws InterruptedException {
        AtomicBoolean away = new AtomicBoolean(true);
        TaskEngine tasks = use(builder().maxWaiting(1).registry(new Registry() {
            @Override
            public TaskEntry add(TaskEntry task, Instead instead) {
                if (away.getAndSet(false)) {
                    throw new IllegalStateException("database away");
                }
                return super.add(task, instead);
            }
        }));
        assertThatIllegalStateException().isThrownBy(() -> tasks.submit("refused", context -> ""));

        assertThat(outcomeOf(tasks.submit("accepted", context -> "runs"))).isEqualTo(new Outcome.Succeeded<>("runs"));
    }

    @Test
    void givesThePlacesOfABatchBackThatTheRegistryRefused() {
        AtomicBoolean away = new AtomicBoolean(true);
        TaskEngine tasks = use(builder()
                .registry(new Registry() {
                    @Override
                    public void addAll(List<TaskEntry> entries) {
                        if (away.getAndSet(false)) {
                            throw new IllegalStateException("registry away");
                        }
                        super.addAll(entries);
                    }
                })
                .maxWaiting(3)
                .register(ECHO, (input, context) -> input));

        assertThatIllegalStateException()
                .isThrownBy(() -> tasks.submitAll(ECHO, List.of("a", "b", "c"), by("ana")))
                .withMessage("registry away");

        assertThat(tasks.list(TaskQuery.newest(10))).isEmpty();
        assertThat(tasks.submitAll(ECHO, List.of("a", "b", "c"), by("ana")))
                .as("the places are free")
                .hasSize(3);
    }

    @Test
    void cancelsATaskThatIsAcceptedWhileTheEngineShutsDown() throws InterruptedException {
        List<TaskEngine> engine = new ArrayList<>();
        engine.add(use(builder().registry(new Registry() {
            @Override
            public TaskEntry add(TaskEntry task, Instead instead) {
                TaskEntry added = super.add(task, instead);
                engine.getFirst().close();
                return added;
            }
        })));

        TaskHandle<String> handle = engine.getFirst().submit("too late", context -> "runs");

        assertThat(outcomeOf(handle)).isInstanceOf(Outcome.Cancelled.class);
    }

    @Test
    void startsNothingThatAnExecutorKeptBackUntilAfterTheShutdown() throws InterruptedException {
        List<Runnable> kept = new ArrayList<>();
        AtomicBoolean ran = new AtomicBoolean();
        TaskEngine tasks = use(builder().executor(TaskExecutor.on(kept::add, 5)));
        TaskHandle<Boolean> handle = tasks.submit("kept back", context -> ran.getAndSet(true));
        tasks.shutdown(ZERO);

        kept.forEach(Runnable::run);

        assertThat(ran).isFalse();
        assertThat(outcomeOf(handle)).isInstanceOf(Outcome.Cancelled.class);
    }

    @Test
    void closesTheDoorForAttemptsToo() {
        LiveTasks live = new LiveTasks(new LiveTasks.Places(10, 10));
        LiveTask<Void, String> task = new LiveTask<>(
                use(builder()).submit("a", context -> "").snapshot(), Definition.adHoc(context -> ""), null);
        live.close();

        assertThat(live.begin(new Attempt<>(task, new Lease(UUID.randomUUID()), time)))
                .isFalse();
    }

    @Test
    void startsNoCancelledTaskWhenThereIsRoomAgain() {
        List<Runnable> started = new ArrayList<>();
        TaskEngine tasks = use(builder().executor(TaskExecutor.on(started::add, 1)));
        tasks.submit("first", context -> "");
        tasks.submit("second", context -> "").cancel();

        started.getFirst().run();

        assertThat(started).hasSize(1);
    }

    @Test
    void setsNoAlarmForAnAttemptThatHasLeft() {
        LiveTask<Void, String> task = new LiveTask<>(
                use(builder()).submit("a", context -> "").snapshot(), Definition.adHoc(context -> ""), null);
        ManualTime its = new ManualTime();
        Attempt<String> attempt = new Attempt<>(task, new Lease(UUID.randomUUID()), its);
        attempt.perform(
                new AttemptContext(task.updates().latest(), StartingPoint.BEGINNING, attempt, neverUsed()), List.of());

        attempt.requestStop(StopSignal.Reason.CANCELLED);

        assertThat(its.pending()).isZero();
    }

    @Test
    void startsWhatAFaultyExecutorDidNotTake() throws InterruptedException {
        AtomicInteger faults = new AtomicInteger(2);
        TaskExecutor threads = TaskExecutor.virtualThreads(2);
        TaskEngine tasks = use(builder().executor(new TaskExecutor() {
            @Override
            public boolean tryStart(Runnable work) {
                if (faults.getAndDecrement() > 0) {
                    throw new IllegalStateException("planted");
                }
                return threads.tryStart(work);
            }

            @Override
            public void onRoom(Runnable callback) {
                threads.onRoom(callback);
            }

            @Override
            public boolean shutdown(Duration limit) throws InterruptedException {
                return threads.shutdown(limit);
            }
        }));
        TaskHandle<String> first = tasks.submit("first", context -> "first");
        TaskHandle<String> second = tasks.submit("second", context -> "second");
        time.advance(ofSeconds(1));
        time.advance(ofSeconds(1));

        assertThat(outcomeOf(first)).isEqualTo(new Outcome.Succeeded<>("first"));
        assertThat(outcomeOf(second)).isEqualTo(new Outcome.Succeeded<>("second"));
    }

    @Test
    void leavesNoAlarmBehindACancelledDelay() {
        TaskEngine tasks = use(builder());
        TaskHandle<String> handle = tasks.submit(context -> "", by("ana").delay(ofDays(3_000)));
        assertThat(time.pending()).isEqualTo(2);

        handle.cancel();

        assertThat(time.pending()).as("alarms but that of the pulse").isEqualTo(1);
    }

    @Test
    void showsNoLessProgressWhileItsEndIsWrittenDown() throws InterruptedException {
        CountDownLatch writing = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        TaskEngine tasks = use(builder().registry(new Registry() {
            @Override
            public Optional<TaskSnapshot> apply(TaskId id, Transition transition) {
                if (transition.to() == TaskState.SUCCEEDED) {
                    writing.countDown();
                    awaitQuietly(goOn);
                }
                return super.apply(id, transition);
            }
        }));
        TaskHandle<String> handle = tasks.submit("advances", context -> {
            context.progress().advance(1_000);
            return "";
        });
        writing.await();

        long shown = handle.snapshot().progress().done();
        goOn.countDown();

        assertThat(shown).isEqualTo(1_000);
        outcomeOf(handle);
    }

    @Test
    void tellsChangesInTheirOrderAlsoWhenARecordIsSlow() throws InterruptedException {
        CountDownLatch recorded = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        List<Long> versions = new CopyOnWriteArrayList<>();
        TaskEngine tasks = use(builder()
                .registry(new Registry() {
                    @Override
                    public Optional<TaskSnapshot> report(TaskId id, Lease lease, RunReport report) {
                        Optional<TaskSnapshot> after = super.report(id, lease, report);
                        recorded.countDown();
                        awaitQuietly(goOn);
                        return after;
                    }
                })
                .listener(event -> versions.add(event.task().version())));
        TaskHandle<String> handle = tasks.submit("advances", context -> {
            context.progress().advance();
            return waitAtGate("", context);
        });
        atGate.acquire();
        Thread pulse = Thread.ofVirtual().start(() -> time.advance(ofSeconds(1)));
        recorded.await();
        Thread cancel = Thread.ofVirtual().start(handle::cancel);
        await(() -> cancel.getState() == Thread.State.WAITING || !cancel.isAlive());
        goOn.countDown();
        pulse.join();
        cancel.join();
        openGate();
        outcomeOf(handle);
        await(() -> versions.size() > 3);
        tasks.shutdown(ofSeconds(5));

        assertThat(versions).isSorted();
    }

    @Test
    void interruptsAgainWhatHasSwallowedTheFirstInterruptOfAShutdown() throws InterruptedException {
        AtomicInteger interrupts = new AtomicInteger();
        CountDownLatch second = new CountDownLatch(1);
        TaskEngine tasks = use(builder());
        TaskHandle<String> handle = tasks.submit("stubborn", context -> {
            while (interrupts.get() < 2) {
                try {
                    waitAtGate("", context);
                    return "gate";
                } catch (InterruptedException e) {
                    interrupts.incrementAndGet();
                }
            }
            second.countDown();
            return "";
        });
        atGate.acquire();

        tasks.shutdown(ZERO);

        second.await();
        assertThat(outcomeOf(handle)).isInstanceOf(Outcome.Cancelled.class);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void closesItsPartsAlsoWhenTheClosingThreadIsInterrupted(boolean durable) {
        AtomicInteger closed = new AtomicInteger();
        TaskRegistry registry = durable ? new SharedTasks(time).registry() : new MemoryTaskRegistry();
        TaskEngine tasks = use(builder().registry(registry).artifacts(new ForwardingStore(ArtifactStore.temporary()) {
            @Override
            public void close() {
                closed.incrementAndGet();
                super.close();
            }
        }));

        Thread.currentThread().interrupt();
        tasks.close();

        assertThat(Thread.interrupted()).isTrue();
        assertThat(closed).hasValue(1);
        time.advance(ofHours(1));
        assertThat(time.pending()).as("no pulse, no heartbeat").isZero();
    }

    @Test
    void doesNotWaitAtAShutdownForWhatOthersDoWhenATaskHasEnded() throws InterruptedException {
        CountDownLatch never = new CountDownLatch(1);
        CountDownLatch told = new CountDownLatch(1);
        TaskEngine tasks = use(builder());
        TaskHandle<String> delayed = tasks.submit(context -> "", by("ana").delay(ofHours(1)));
        var dependent = delayed.completion().thenRun(() -> {
            told.countDown();
            awaitQuietly(never);
        });

        assertThat(tasks.shutdown(ZERO)).isTrue();

        told.await();
        assertThat(dependent.toCompletableFuture()).as("what others do").isNotDone();
        never.countDown();
        dependent.toCompletableFuture().join();
    }

    @Test
    void doesNotWaitForItselfWhenItIsClosedAsATaskEnds() throws InterruptedException {
        TaskEngine tasks = use(builder());
        TaskHandle<String> handle = tasks.submit("closes", context -> waitAtGate("", context));
        atGate.acquire();
        List<Boolean> byThemselves = new ArrayList<>();
        var closed = handle.completion().thenRun(() -> {
            try {
                byThemselves.add(tasks.shutdown(ofSeconds(60)));
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
        openGate();

        closed.toCompletableFuture().join();

        assertThat(byThemselves).containsExactly(true);
    }

    @Test
    void givesBothOfTwoThatSubmitTheSameKeyTheSameLivingTask() throws Exception {
        TaskEngine tasks = use(builder().register(ECHO, (input, context) -> input));
        try (ExecutorService threads = Executors.newFixedThreadPool(2)) {
            CyclicBarrier start = new CyclicBarrier(2);
            for (int i = 0; i < 2_000; i++) {
                String key = "k" + i;
                List<Future<TaskHandle<String>>> both = new ArrayList<>();
                for (int thread = 0; thread < 2; thread++) {
                    both.add(threads.submit(() -> {
                        start.await();
                        return tasks.submit(ECHO, "same", by("ana").key(key));
                    }));
                }
                TaskHandle<String> one = both.get(0).get();
                TaskHandle<String> other = both.get(1).get();
                assertThat(one.id()).isEqualTo(other.id());
                assertThat(outcomeOf(one)).isEqualTo(outcomeOf(other));
            }
        }
    }

    @Test
    void saysSoWhenARegistryInMemoryServesTwoEngines() throws InterruptedException {
        MemoryTaskRegistry shared = new MemoryTaskRegistry();
        TaskEngine one = use(builder().registry(shared));
        try (TaskEngine other = builder().registry(shared).build()) {
            TaskHandle<String> handle = one.submit("a", context -> waitAtGate("", context));
            atGate.acquire();

            assertThatExceptionOfType(IllegalStateException.class)
                    .isThrownBy(() -> other.find(handle.id()))
                    .withMessageContaining("is not this engine's");
        }
    }

    @SuppressWarnings("NullAway") // a task that returns at once writes nothing
    private static AttemptWriter neverUsed() {
        return null;
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void aStoreIsClosedWhenItIsSwept() throws InterruptedException {
        List<String> order = new CopyOnWriteArrayList<>();
        CountDownLatch sweeps = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        TaskEngine tasks = use(builder().shutdownGrace(LONG).artifacts(new ForwardingStore(ArtifactStore.temporary()) {
            @Override
            public int sweep(Instant now) {
                sweeps.countDown();
                awaitQuietly(goOn);
                order.add("swept");
                return super.sweep(now);
            }

            @Override
            public void close() {
                order.add("closed");
                super.close();
            }
        }));
        time.advance(ofSeconds(1));
        sweeps.await();
        Thread closing = Thread.ofPlatform().start(tasks::close);
        await(() -> closing.getState() == Thread.State.TIMED_WAITING || !order.isEmpty());
        goOn.countDown();
        closing.join();

        assertThat(order).startsWith("swept", "closed");
    }

    @Test
    void sweepsFilesThoughTasksCannotBeSwept() throws InterruptedException {
        CountDownLatch swept = new CountDownLatch(1);
        Registry away = new Registry() {
            @Override
            public int sweep(Instant now) {
                throw new IllegalStateException("database away");
            }
        };
        use(builder().registry(away).artifacts(new ForwardingStore(ArtifactStore.temporary()) {
            @Override
            public int sweep(Instant now) {
                swept.countDown();
                return super.sweep(now);
            }
        }));

        time.advance(ofSeconds(1));

        assertThat(swept.await(LONG.toSeconds(), TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void writesProgressAgainThatCouldNotBeWrittenDown() throws InterruptedException {
        AtomicInteger failures = new AtomicInteger(1);
        Registry registry = new Registry() {
            @Override
            public Optional<TaskSnapshot> report(TaskId id, Lease lease, RunReport report) {
                if (failures.getAndDecrement() > 0) {
                    throw new IllegalStateException("database away");
                }
                return super.report(id, lease, report);
            }
        };
        TaskHandle<String> handle = use(builder().registry(registry)).submit("advances", context -> {
            context.progress().advance(7);
            return waitAtGate("", context);
        });
        atGate.acquire();
        time.advance(ofSeconds(1));
        assertThat(doneBy(handle, registry)).isZero();

        time.advance(ofSeconds(1));

        assertThat(doneBy(handle, registry)).isEqualTo(7);
        time.advance(ofSeconds(5));
        assertThat(failures).as("nothing is written twice").hasValue(-1);
    }

    /** As the registry knows it, and not the attempt. */
    private static long doneBy(TaskHandle<?> handle, TaskRegistry registry) {
        return registry.find(handle.id()).orElseThrow().snapshot().progress().done();
    }

    @Test
    void closesItsOtherPartsThoughAnExecutorCannotBeShutDown() {
        List<String> closed = new ArrayList<>();
        TaskEngine tasks = use(builder()
                .executor(closing(() -> {
                    throw new IllegalStateException("planted");
                }))
                .computingExecutor(closing(() -> closed.add("computing")))
                .artifacts(closing(closed)));

        tasks.close();

        assertThat(closed).containsExactly("computing", "files");
    }

    @Test
    void closesItsOtherPartsBeforeItHeedsAnInterrupt() {
        List<String> closed = new ArrayList<>();
        TaskEngine tasks = use(builder()
                .executor(closing(() -> {
                    throw new InterruptedException("planted");
                }))
                .computingExecutor(closing(() -> {
                    if (Thread.interrupted()) {
                        throw new InterruptedException("as whatever waits is");
                    }
                    closed.add("computing");
                }))
                .artifacts(closing(closed)));

        tasks.close();

        assertThat(Thread.interrupted()).isTrue();
        assertThat(closed).containsExactly("computing", "files");
    }

    private interface Closing {

        void run() throws InterruptedException;
    }

    private static TaskExecutor closing(Closing shutdown) {
        return new TaskExecutor() {
            @Override
            public boolean tryStart(Runnable work) {
                return false;
            }

            @Override
            public void onRoom(Runnable callback) {}

            @Override
            public boolean shutdown(Duration limit) throws InterruptedException {
                shutdown.run();
                return true;
            }
        };
    }

    private static ArtifactStore closing(List<String> closed) {
        return new ForwardingStore(ArtifactStore.temporary()) {
            @Override
            public void close() {
                closed.add("files");
                super.close();
            }
        };
    }

    /** A registry of which a test replaces a part. */
    static class Registry implements TaskRegistry {

        private final TaskRegistry memory = new MemoryTaskRegistry();

        @Override
        public TaskEntry add(TaskEntry task, Instead instead) {
            return memory.add(task, instead);
        }

        @Override
        public void addAll(List<TaskEntry> tasks) {
            memory.addAll(tasks);
        }

        @Override
        public Optional<TaskEntry> findInstead(TaskEntry task, Instead instead) {
            return memory.findInstead(task, instead);
        }

        @Override
        public boolean haveSameInput(TaskEntry one, TaskEntry other) {
            return memory.haveSameInput(one, other);
        }

        @Override
        public Optional<TaskEntry> find(TaskId id) {
            return memory.find(id);
        }

        @Override
        public Optional<TaskEntry> find(String type, Owner owner, String key) {
            return memory.find(type, owner, key);
        }

        @Override
        public List<TaskSnapshot> list(TaskQuery query) {
            return memory.list(query);
        }

        @Override
        public Optional<TaskSnapshot> apply(TaskId id, Transition transition) {
            return memory.apply(id, transition);
        }

        @Override
        public Optional<TaskSnapshot> report(TaskId id, Lease lease, RunReport report) {
            return memory.report(id, lease, report);
        }

        @Override
        public boolean holds(TaskId id, Lease lease) {
            return memory.holds(id, lease);
        }

        @Override
        public TaskSummary summary(Owner owner) {
            return memory.summary(owner);
        }

        @Override
        public boolean markSeen(TaskId id, Owner owner) {
            return memory.markSeen(id, owner);
        }

        @Override
        public Optional<TaskSnapshot> amend(TaskId id, Amendment amendment) {
            return memory.amend(id, amendment);
        }

        @Override
        public boolean countDownload(TaskId id, UUID file) {
            return memory.countDownload(id, file);
        }

        @Override
        public Optional<TaskEntry> forget(TaskId id, Owner owner, Instant now) {
            return memory.forget(id, owner, now);
        }

        @Override
        public List<OwedNotice> owed(Instant now, int atMost) {
            return memory.owed(now, atMost);
        }

        @Override
        public boolean settle(OwedNotice before, Optional<OwedNotice> after) {
            return memory.settle(before, after);
        }

        @Override
        public Optional<Instant> forgottenAt(TaskId id, Owner owner) {
            return memory.forgottenAt(id, owner);
        }

        @Override
        public TaskLedgers ledgers() {
            return memory.ledgers();
        }

        @Override
        public List<PausedType> pausedTypes() {
            return memory.pausedTypes();
        }

        @Override
        public boolean pauseType(PausedType type) {
            return memory.pauseType(type);
        }

        @Override
        public boolean resumeType(String type) {
            return memory.resumeType(type);
        }

        @Override
        public RecurrencePoint recurrence(String name, Instant ifNew) {
            return memory.recurrence(name, ifNew);
        }

        @Override
        public boolean advance(String name, RecurrencePoint from, RecurrencePoint to) {
            return memory.advance(name, from, to);
        }

        @Override
        public int sweep(Instant now) {
            return memory.sweep(now);
        }
    }
}
