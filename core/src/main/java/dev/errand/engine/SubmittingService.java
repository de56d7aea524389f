package dev.errand.engine;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import dev.errand.Outcome;
import dev.errand.SubmitOptions;
import dev.errand.TaskHandle;
import dev.errand.TaskRefusedException;
import dev.errand.TaskSnapshot;
import dev.errand.TaskState;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * An engine for code that knows executors: what {@link TaskEngine#asExecutorService} promises.
 *
 * <p>It counts what was handed in and has not ended. As everywhere here, work is counted first and looks at the door
 * afterwards, or is refused at the door and never counted: both happen in one step, under the lock.
 *
 * <p>It does not extend {@link java.util.concurrent.AbstractExecutorService}, whose {@code invokeAny} hands in wrappers
 * of the futures that it cancels later: the request would never reach the task.
 */
final class SubmittingService implements ExecutorService {

    /** Work that has not ended, and what it is given back as if it never begins. */
    private record Given(TaskHandle<?> handle, Runnable work) {

        /** True if it never begins. */
        @CanIgnoreReturnValue
        boolean stop() {
            handle.asFuture().cancel(true);
            TaskSnapshot now = handle.snapshot();
            return now.state() == TaskState.CANCELLED && now.status().attempt() == 0;
        }
    }

    private final TaskEngine tasks;
    private final SubmitOptions options;
    private final Set<Given> given = ConcurrentHashMap.newKeySet();
    private final CompletableFuture<@Nullable Void> terminated = new CompletableFuture<>();
    private final Object lock = new Object();
    private volatile boolean closed;
    private volatile boolean stopping;

    /** Guarded by the lock. */
    private int unended;

    SubmittingService(TaskEngine tasks, SubmitOptions options) {
        this.tasks = tasks;
        this.options = options;
    }

    @Override
    public void execute(Runnable work) {
        Objects.requireNonNull(work, "work");
        handIn(context -> run(work, null), work, "Runnable");
    }

    @Override
    public Future<?> submit(Runnable work) {
        return this.<@Nullable Void>submit(work, null);
    }

    @Override
    public <T extends @Nullable Object> Future<T> submit(Runnable work, T result) {
        Objects.requireNonNull(work, "work");
        return handIn(context -> run(work, result), work, "Runnable").asFuture();
    }

    @Override
    public <T extends @Nullable Object> Future<T> submit(Callable<T> work) {
        return call(work).asFuture();
    }

    private static <T extends @Nullable Object> T run(Runnable work, T result) {
        work.run();
        return result;
    }

    private <T extends @Nullable Object> TaskHandle<T> call(Callable<T> work) {
        Objects.requireNonNull(work, "work");
        return handIn(context -> work.call(), new FutureTask<>(work), "Callable");
    }

    @CanIgnoreReturnValue
    private <T extends @Nullable Object> TaskHandle<T> handIn(AdHocTask<T> code, Runnable work, String kind) {
        enter();
        boolean accepted = false;
        try {
            TaskHandle<T> handle =
                    tasks.submit(code, options.title(options.title().orElse(kind)));
            accepted = true;
            watch(new Given(handle, work));
            return handle;
        } catch (TaskRefusedException refused) {
            throw new RejectedExecutionException(refused.getMessage(), refused);
        } finally {
            if (!accepted) {
                leave();
            }
        }
    }

    private void watch(Given some) {
        given.add(some);
        some.handle().completion().thenRun(() -> {
            given.remove(some);
            leave();
        });
        if (stopping) {
            some.stop();
        }
    }

    private void enter() {
        synchronized (lock) {
            if (closed) {
                throw new RejectedExecutionException("this executor is shut down and takes no more work");
            }
            unended++;
        }
    }

    private void leave() {
        boolean last;
        synchronized (lock) {
            unended--;
            last = closed && unended == 0;
        }
        if (last) {
            terminated.complete(null);
        }
    }

    @Override
    public void shutdown() {
        boolean empty;
        synchronized (lock) {
            closed = true;
            empty = unended == 0;
        }
        if (empty) {
            terminated.complete(null);
        }
    }

    @Override
    public List<Runnable> shutdownNow() {
        stopping = true;
        shutdown();
        Set<Given> neverBegun = new LinkedHashSet<>();
        stop(some -> !some.handle().snapshot().state().isRunning(), neverBegun);
        stop(some -> true, neverBegun);
        return neverBegun.stream().map(Given::work).collect(Collectors.toCollection(ArrayList::new));
    }

    /** What waits goes first, or it would begin as soon as what runs has made room for it. */
    private void stop(Predicate<Given> which, Set<Given> neverBegun) {
        for (Given some : given) {
            if (which.test(some) && some.stop()) {
                neverBegun.add(some);
            }
        }
    }

    @Override
    public boolean isShutdown() {
        return closed;
    }

    @Override
    public boolean isTerminated() {
        return terminated.isDone();
    }

    @Override
    public boolean awaitTermination(long timeout, TimeUnit unit) throws InterruptedException {
        try {
            terminated.get(timeout, unit);
            return true;
        } catch (TimeoutException notYet) {
            return false;
        } catch (ExecutionException impossible) {
            throw new IllegalStateException("a termination is never exceptional", impossible);
        }
    }

    @Override
    public <T extends @Nullable Object> List<Future<T>> invokeAll(Collection<? extends Callable<T>> works)
            throws InterruptedException {
        return invokeAll(works, Long.MAX_VALUE, TimeUnit.NANOSECONDS);
    }

    /** Those that have not ended in time are asked to stop; as everywhere, they are done when they have heeded that. */
    @Override
    public <T extends @Nullable Object> List<Future<T>> invokeAll(
            Collection<? extends Callable<T>> works, long timeout, TimeUnit unit) throws InterruptedException {
        long end = System.nanoTime() + Math.max(0, unit.toNanos(timeout));
        List<TaskHandle<T>> handles = new ArrayList<>();
        try {
            for (Callable<T> work : works) {
                handles.add(call(work));
            }
            for (TaskHandle<T> handle : handles) {
                handle.await(Duration.ofNanos(end - System.nanoTime()));
            }
        } finally {
            stopAll(handles);
        }
        return handles.stream().map(TaskHandle::asFuture).toList();
    }

    @Override
    public <T extends @Nullable Object> T invokeAny(Collection<? extends Callable<T>> works)
            throws InterruptedException, ExecutionException {
        try {
            return invokeAny(works, Long.MAX_VALUE, TimeUnit.NANOSECONDS);
        } catch (TimeoutException impossible) {
            throw new IllegalStateException("three hundred years are over", impossible);
        }
    }

    @Override
    public <T extends @Nullable Object> T invokeAny(
            Collection<? extends Callable<T>> works, long timeout, TimeUnit unit)
            throws InterruptedException, ExecutionException, TimeoutException {
        long end = System.nanoTime() + Math.max(0, unit.toNanos(timeout));
        BlockingQueue<Outcome<T>> outcomes = new LinkedBlockingQueue<>();
        List<TaskHandle<T>> handles = new ArrayList<>();
        try {
            for (Callable<T> work : works) {
                TaskHandle<T> handle = call(work);
                handles.add(handle);
                handle.completion().thenAccept(outcomes::add);
            }
            if (handles.isEmpty()) {
                throw new IllegalArgumentException("works is empty, but one of them is to be done");
            }
            return firstResult(handles.size(), outcomes, end);
        } finally {
            stopAll(handles);
        }
    }

    private static <T extends @Nullable Object> T firstResult(int works, BlockingQueue<Outcome<T>> outcomes, long end)
            throws InterruptedException, ExecutionException, TimeoutException {
        ExecutionException latest = null;
        for (int ended = 0; ended < works; ended++) {
            Outcome<T> outcome = outcomes.poll(end - System.nanoTime(), TimeUnit.NANOSECONDS);
            if (outcome == null) {
                throw new TimeoutException("none of " + works + " has succeeded in time");
            }
            try {
                return TaskFuture.resultOf(outcome);
            } catch (ExecutionException failed) {
                latest = failed;
            } catch (CancellationException cancelled) {
                latest = new ExecutionException(cancelled);
            }
        }
        throw Objects.requireNonNull(latest, "none has ended");
    }

    private static void stopAll(List<? extends TaskHandle<?>> handles) {
        handles.forEach(handle -> handle.asFuture().cancel(true));
    }
}
