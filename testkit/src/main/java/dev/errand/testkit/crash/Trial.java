package dev.errand.testkit.crash;

import static dev.errand.testkit.crash.Promises.When.ALWAYS;
import static dev.errand.testkit.crash.Promises.When.AT_END;
import static dev.errand.testkit.crash.Promises.When.ON_SUCCESS;
import static java.util.concurrent.TimeUnit.NANOSECONDS;

import dev.errand.Outcome;
import dev.errand.TaskHandle;
import dev.errand.TaskId;
import dev.errand.TaskSnapshot;
import dev.errand.TaskState;
import dev.errand.artifact.ArtifactStore;
import dev.errand.registry.MemoryTaskRegistry;
import dev.errand.registry.TaskEntry;
import dev.errand.registry.TaskRegistry;
import dev.errand.registry.Transition;
import dev.errand.testkit.ManualTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** One run of the task, disturbed in one way: what disturbances are made of. For the thread of the test. */
final class Trial<I, R extends @Nullable Object> {

    /** What its machines share, and what outlives each of them. */
    record World(TaskRegistry registry, ArtifactStore artifacts, ManualTime time) {

        static World fresh() {
            return new World(new MemoryTaskRegistry(), ArtifactStore.temporary(), new ManualTime());
        }
    }

    private final Setup<I, R> setup;
    private final String disturbance;
    private final World world = World.fresh();
    private final List<Machine<I, R>> machines = new ArrayList<>();

    Trial(Setup<I, R> setup, String disturbance) {
        this.setup = setup;
        this.disturbance = disturbance;
    }

    /** Makes the world ready, and submits the task. */
    Machine<I, R> submit(Hold hold) {
        setup.promises().prepare();
        return on(new Machine<>(setup, world, hold, null));
    }

    private Machine<I, R> on(Machine<I, R> machine) {
        machines.add(machine);
        return machine;
    }

    /** Waits until the task is held. False if it ended before it came there. */
    boolean awaitHeld(Machine<I, R> machine) throws InterruptedException {
        CompletableFuture<?> ended = machine.handle().completion().toCompletableFuture();
        try {
            Object first = CompletableFuture.anyOf(machine.watch().reached(), ended)
                    .get(NANOSECONDS.convert(patience()), NANOSECONDS);
            return first == null;
        } catch (TimeoutException neither) {
            throw broken("did not go on for " + patience(), machine.watch().whereabouts());
        } catch (ExecutionException impossible) {
            throw new IllegalStateException("a completion is never exceptional", impossible);
        }
    }

    /** Takes the task from the attempt that holds it, as whoever finds an attempt without a heartbeat does. */
    void takeFrom(Machine<I, R> machine) {
        Transition interrupt = Transition.interrupt(
                machine.registry().lease().orElseThrow(),
                task().progress(),
                Optional.empty(),
                world.time().instant());
        apply(interrupt);
    }

    /** Lets another machine go on with it. */
    Machine<I, R> goOnElsewhere(Hold hold) {
        apply(Transition.resume(
                Machine.KIT.because("taken over by another machine"),
                world.time().instant()));
        return on(new Machine<>(setup, world, hold, id()));
    }

    private void apply(Transition transition) {
        if (world.registry().apply(id(), transition).isEmpty()) {
            throw broken("was not to be taken over", null);
        }
    }

    /** Waits until the task has ended on a machine. */
    void awaitEnd(Machine<I, R> machine) throws InterruptedException {
        if (machine.handle().await(patience()).isEmpty()) {
            throw broken("did not end within " + patience(), machine.watch().whereabouts());
        }
    }

    /** Waits until a second submission has ended. */
    void awaitEnd(TaskHandle<R> second) throws InterruptedException {
        if (second.await(patience()).isEmpty()) {
            throw broken("ended, but its second submission did not, within " + patience(), null);
        }
    }

    /** Waits until a task that was cancelled has ended, and lets time pass for its grace meanwhile. */
    void awaitCancelled(Machine<I, R> machine) throws InterruptedException {
        Duration limit = setup.limits().cancel();
        Duration grace = setup.type().policy().time().cancelGrace();
        boolean interruptInTime = grace.compareTo(limit) < 0;
        boolean ended = machine.handle().await(interruptInTime ? grace : limit).isPresent();
        if (!ended && interruptInTime) {
            world.time().advance(grace);
            ended = machine.handle().await(limit.minus(grace)).isPresent();
        }
        if (!ended) {
            throw broken(
                    "had not ended " + limit + " after it was cancelled",
                    machine.watch().whereabouts());
        }
    }

    /** Waits until no code runs on a machine any more. */
    void awaitQuiet(Machine<I, R> machine) throws InterruptedException {
        if (!machine.awaitQuiet(patience())) {
            throw broken(
                    "went on for " + patience() + " after the task was taken from it",
                    machine.watch().whereabouts());
        }
    }

    /** Wakes an attempt that has lost the task. It has to notice, and nothing that it reports may count. */
    void wake(Machine<I, R> machine) throws InterruptedException {
        long version = task().version();
        machine.watch().releaseAfterLoss();
        awaitQuiet(machine);
        if (task().version() != version) {
            throw broken("was changed by an attempt that it was taken from", null);
        }
        requireObedience(machine);
    }

    void requireObedience(Machine<I, R> machine) {
        if (machine.watch().hasReturnedInSpite()) {
            throw broken("was told to stop, and returned as if it had done everything", null);
        }
    }

    /** Looks at what must hold at any time. */
    void check() {
        check(EnumSet.of(ALWAYS));
    }

    /** Looks at what must hold at the end, and, if the task is to succeed, whether it has. */
    void checkEnd(boolean success) {
        if (success && !hasSucceeded(task().status().outcome())) {
            throw broken("ended " + task().state() + ", though it succeeds when nobody disturbs it", cause());
        }
        check(success ? EnumSet.allOf(Promises.When.class) : EnumSet.of(ALWAYS, AT_END));
    }

    /** As {@link #checkEnd(boolean)}, where one of two submissions is to succeed. */
    void checkEnd(Optional<TaskHandle<R>> second) {
        boolean secondSucceeded = second.map(
                        handle -> handle.snapshot().status().outcome())
                .filter(Trial::hasSucceeded)
                .isPresent();
        if (secondSucceeded) {
            check(EnumSet.of(ALWAYS, AT_END, ON_SUCCESS));
        } else {
            checkEnd(true);
        }
    }

    private static boolean hasSucceeded(Optional<? extends Outcome<?>> outcome) {
        return outcome.filter(ended -> ended.state() == TaskState.SUCCEEDED).isPresent();
    }

    private void check(Set<Promises.When> now) {
        setup.promises()
                .firstBroken(new CrashRun(disturbance, task(), world.artifacts()), now)
                .ifPresent(broken -> {
                    throw broken("broke \"" + broken.name() + "\"", broken.how());
                });
    }

    AssertionError broken(String what, @Nullable Throwable how) {
        return new AssertionError(RunText.of(setup.type().name(), disturbance, what, how, task()), how);
    }

    private @Nullable Throwable cause() {
        return task().status()
                .outcome()
                .filter(Outcome.Failed.class::isInstance)
                .flatMap(failed -> ((Outcome.Failed<?>) failed).failure().cause())
                .orElse(null);
    }

    Duration patience() {
        return setup.limits().patience();
    }

    TaskSnapshot task() {
        return world.registry().find(id()).map(TaskEntry::snapshot).orElseThrow();
    }

    private TaskId id() {
        return machines.getFirst().handle().id();
    }

    /** Lets everything go, also after a failed assertion. */
    void close() throws InterruptedException {
        for (Machine<I, R> machine : machines) {
            machine.watch().die();
        }
        for (Machine<I, R> machine : machines) {
            machine.close();
        }
    }
}
