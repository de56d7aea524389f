package dev.errand.engine;

import static dev.errand.SubmitOptions.by;
import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.errand.Command;
import dev.errand.InvalidInputException;
import dev.errand.Outcome;
import dev.errand.Owner;
import dev.errand.Reply;
import dev.errand.TaskHandle;
import dev.errand.TaskId;
import dev.errand.TaskSnapshot;
import dev.errand.notice.Quiet;
import dev.errand.notice.TaskNotice;
import dev.errand.notice.TaskNotifier;
import dev.errand.notice.UndeliveredException;
import dev.errand.registry.TaskEntry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Who is told that tasks have ended, and how often. */
class NoticesTest extends EngineFixture {

    /** Keeps what it is to deliver. */
    private static class Notebook implements TaskNotifier {

        final List<List<TaskNotice>> delivered = new CopyOnWriteArrayList<>();
        final AtomicInteger failures = new AtomicInteger();

        @Override
        public String name() {
            return "notebook";
        }

        @Override
        public boolean wants(TaskNotice notice) {
            return true;
        }

        @Override
        public boolean isRepeatable() {
            return true;
        }

        @Override
        public void deliver(List<TaskNotice> notices) throws Exception {
            if (failures.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
                throw new IllegalStateException("planted failure");
            }
            delivered.add(notices);
        }

        List<TaskId> told() {
            return delivered.stream()
                    .flatMap(List::stream)
                    .map(notice -> notice.task().id())
                    .toList();
        }
    }

    private final Notebook notebook = new Notebook();

    @Test
    void tellsOfEveryEndOnce() throws InterruptedException {
        TaskEngine tasks = use(builder().notifier(notebook).register(ECHO, (input, context) -> input));
        TaskHandle<String> first = tasks.submit(ECHO, "a", by("ana"));
        TaskHandle<String> second = tasks.submit("fails", context -> {
            throw new IllegalStateException("planted failure");
        });
        outcomeOf(first);
        outcomeOf(second);

        await(() -> notebook.delivered.size() == 2);
        beat(60);

        assertThat(notebook.told()).containsExactlyInAnyOrder(first.id(), second.id());
        assertThat(notebook.delivered.getFirst().getFirst().watched()).isFalse();
    }

    @Test
    void tellsWhoeverBreaksDownWhenItIsAskedWhetherItWantsToKnow() throws InterruptedException {
        Notebook broken = new Notebook() {
            @Override
            public boolean wants(TaskNotice notice) {
                throw new NoClassDefFoundError("planted");
            }
        };
        TaskEngine tasks = use(builder().notifier(broken).register(ECHO, (input, context) -> input));
        TaskHandle<String> handle = tasks.submit(ECHO, "a", by("ana"));

        assertThat(outcomeOf(handle)).isEqualTo(new Outcome.Succeeded<>("a"));
        await(() -> broken.told().contains(handle.id()));
    }

    @Test
    void tellsOthersOfANotifierThatBreaksDown() throws InterruptedException {
        Notebook broken = new Notebook() {
            @Override
            public String name() {
                return "broken";
            }

            @Override
            public void deliver(List<TaskNotice> notices) {
                throw new NoClassDefFoundError("planted");
            }
        };
        TaskEngine tasks = use(builder().notifier(broken).notifier(notebook).register(ECHO, (input, context) -> input));
        TaskHandle<String> handle = tasks.submit(ECHO, "a", by("ana"));

        await(() -> notebook.told().contains(handle.id()));
    }

    @Test
    void keepsNobodyWaitingForAnothersNotice() throws InterruptedException {
        CountDownLatch goOn = new CountDownLatch(1);
        Notebook slow = new Notebook() {
            @Override
            public void deliver(List<TaskNotice> notices) throws Exception {
                if (notices.getFirst().task().owner().equals(Owner.of("ana"))) {
                    goOn.await();
                }
                super.deliver(notices);
            }
        };
        TaskEngine tasks = use(builder().notifier(slow).register(ECHO, (input, context) -> input));
        TaskHandle<String> first = tasks.submit(ECHO, "a", by("ana"));
        outcomeOf(first);
        TaskHandle<String> hers = tasks.submit(ECHO, "b", by("bob"));
        TaskHandle<String> second = tasks.submit(ECHO, "c", by("ana"));

        await(() -> slow.told().equals(List.of(hers.id())));
        outcomeOf(second);
        goOn.countDown();
        await(() -> slow.told().equals(List.of(hers.id(), first.id(), second.id())));
    }

    @Test
    void tellsWhomeverATaskBelongsToByThen() throws InterruptedException {
        notebook.failures.set(1);
        TaskEngine tasks = use(builder().notifier(notebook).register(ECHO, (input, context) -> input));
        TaskHandle<String> handle = tasks.submit(ECHO, "a", by("ana"));
        outcomeOf(handle);
        await(() -> notebook.failures.get() == 0);

        assertThat(handle.handOver(Owner.of("bea"), Command.by("olga"))).isEqualTo(Reply.ACCEPTED);
        awaitWhileBeating(() -> !notebook.delivered.isEmpty());
        beat(60);

        assertThat(notebook.told()).containsExactly(handle.id());
        TaskNotice notice = notebook.delivered.getFirst().getFirst();
        assertThat(notice.task().owner()).isEqualTo(Owner.of("bea"));
        assertThat(notice.endedAt())
                .isEqualTo(handle.snapshot().status().endedAt().orElseThrow());
    }

    @Test
    void triesAgainLater() throws InterruptedException {
        notebook.failures.set(2);
        TaskEngine tasks = use(builder().notifier(notebook).register(ECHO, (input, context) -> input));
        TaskHandle<String> handle = tasks.submit(ECHO, "a", by("ana"));
        outcomeOf(handle);
        await(() -> notebook.failures.get() == 1);
        assertThat(notebook.delivered).isEmpty();

        awaitWhileBeating(() -> !notebook.delivered.isEmpty());

        assertThat(notebook.told()).containsExactly(handle.id());
    }

    @Test
    void givesUpInTheEnd() throws InterruptedException {
        notebook.failures.set(1_000);
        TaskEngine tasks = use(builder().notifier(notebook).register(ECHO, (input, context) -> input));
        outcomeOf(tasks.submit(ECHO, "a", by("ana")));

        awaitWhileBeating(() -> notebook.failures.get() == 1_000 - 8);
        time.advance(Duration.ofHours(5));
        beat(30);
        TaskHandle<String> next = tasks.submit(ECHO, "b", by("bea"));
        outcomeOf(next);
        await(() -> notebook.failures.get() == 1_000 - 9);

        assertThat(notebook.delivered).isEmpty();
    }

    @Test
    void isNotHeldUpByATaskThatCannotBeRead() throws InterruptedException {
        AtomicReference<@Nullable TaskId> unreadable = new AtomicReference<>();
        notebook.failures.set(2);
        TaskEngine tasks = use(builder()
                .registry(new FaultyPartsTest.Registry() {
                    @Override
                    public Optional<TaskEntry> find(TaskId id) {
                        if (id.equals(unreadable.get())) {
                            throw new IllegalStateException("planted: a newer version wrote it");
                        }
                        return super.find(id);
                    }
                })
                .notifier(notebook)
                .register(ECHO, (input, context) -> input));
        TaskHandle<String> first = tasks.submit(ECHO, "a", by("ana"));
        outcomeOf(first);
        await(() -> notebook.failures.get() == 1);
        beat(1);
        TaskHandle<String> second = tasks.submit(ECHO, "b", by("bea"));
        outcomeOf(second);
        await(() -> notebook.failures.get() == 0);
        unreadable.set(first.id());

        awaitWhileBeating(() -> !notebook.delivered.isEmpty());
        assertThat(notebook.told()).containsExactly(second.id());

        unreadable.set(null);
        awaitWhileBeating(() -> notebook.told().contains(first.id()));
    }

    @Test
    void doesNotRepeatWhatMayHaveBeenDelivered() throws InterruptedException {
        Notebook once = new Notebook() {

            @Override
            public boolean isRepeatable() {
                return false;
            }

            @Override
            public void deliver(List<TaskNotice> notices) throws Exception {
                super.deliver(notices);
                throw new IllegalStateException("the answer is lost");
            }
        };
        TaskEngine tasks = use(builder().notifier(once).register(ECHO, (input, context) -> input));
        outcomeOf(tasks.submit(ECHO, "a", by("ana")));
        await(() -> once.delivered.size() == 1);

        time.advance(Duration.ofHours(1));
        beat(30);

        assertThat(once.delivered).hasSize(1);
    }

    @Test
    void repeatsWhatWasCertainlyNotDelivered() throws InterruptedException {
        Notebook once = new Notebook() {

            @Override
            public boolean isRepeatable() {
                return false;
            }

            @Override
            public void deliver(List<TaskNotice> notices) throws Exception {
                if (failures.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
                    throw UndeliveredException.now("the server is away", null);
                }
                super.deliver(notices);
            }
        };
        once.failures.set(1);
        TaskEngine tasks = use(builder().notifier(once).register(ECHO, (input, context) -> input));
        TaskHandle<String> handle = tasks.submit(ECHO, "a", by("ana"));
        outcomeOf(handle);

        awaitWhileBeating(() -> !once.delivered.isEmpty());

        assertThat(once.told()).containsExactly(handle.id());
    }

    @Test
    void saysWhetherSomebodyWatched() throws InterruptedException {
        TaskEngine tasks = use(builder().notifier(notebook).register(ECHO, this::waitAtGate));
        TaskHandle<String> handle = tasks.submit(ECHO, "a", by("ana"));
        CountDownLatch subscribed = new CountDownLatch(1);
        handle.updates().subscribe(new Watcher(subscribed));
        subscribed.await();
        atGate.acquire();
        time.advance(ofMinutes(3));
        openGate();
        outcomeOf(handle);

        await(() -> !notebook.delivered.isEmpty());

        TaskNotice notice = notebook.delivered.getFirst().getFirst();
        assertThat(notice.watched()).isTrue();
        assertThat(notice.took()).isEqualTo(ofMinutes(3));
    }

    @Test
    void tellsManyTogether() throws InterruptedException {
        Notebook quiet = new Notebook() {

            @Override
            public Optional<Quiet> quiet() {
                return Optional.of(new Quiet(2, ofMinutes(10)));
            }
        };
        TaskEngine tasks = use(builder().notifier(quiet).register(ECHO, (input, context) -> input));
        List<TaskId> ids = new ArrayList<>();
        for (int number = 0; number < 5; number++) {
            TaskHandle<String> handle = tasks.submit(ECHO, "a", by("ana"));
            outcomeOf(handle);
            ids.add(handle.id());
            int singly = Math.min(number + 1, 2);
            await(() -> quiet.delivered.size() == singly);
        }
        TaskHandle<String> ofAnother = tasks.submit(ECHO, "b", by("bea"));
        outcomeOf(ofAnother);
        await(() -> quiet.delivered.size() == 3);
        assertThat(quiet.delivered).allSatisfy(letter -> assertThat(letter).hasSize(1));

        awaitWhileBeating(() -> quiet.delivered.size() == 4);

        assertThat(quiet.delivered.getLast()).hasSize(3);
        assertThat(quiet.told()).containsAll(ids).hasSize(6);
    }

    @Test
    void refusesNamesThatCannotBeKept() {
        Notebook nameless = new Notebook() {
            @Override
            public String name() {
                return "a b";
            }
        };

        assertThatExceptionOfType(InvalidInputException.class)
                .isThrownBy(() -> builder().notifier(nameless))
                .withMessageContaining("a b");
        assertThatExceptionOfType(InvalidInputException.class)
                .isThrownBy(() -> builder().notifier(notebook).notifier(new Notebook()))
                .withMessageContaining("notebook");
    }

    /** Lets seconds pass. */
    private void beat(int seconds) {
        for (int second = 0; second < seconds; second++) {
            time.advance(ofSeconds(1));
        }
    }

    private void awaitWhileBeating(BooleanSupplier condition) {
        await(() -> {
            time.advance(ofSeconds(1));
            return condition.getAsBoolean();
        });
    }

    /** Watches, and asks for everything. */
    private record Watcher(CountDownLatch subscribed) implements Flow.Subscriber<TaskSnapshot> {

        @Override
        public void onSubscribe(Flow.Subscription subscription) {
            subscription.request(Long.MAX_VALUE);
        }

        @Override
        public void onNext(TaskSnapshot task) {
            subscribed.countDown();
        }

        @Override
        public void onError(Throwable failure) {
            throw new AssertionError(failure);
        }

        @Override
        public void onComplete() {}
    }
}
