package dev.errand.excel.source;

import static java.util.Objects.requireNonNull;

import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Flow.Subscriber;
import java.util.concurrent.Flow.Subscription;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * A subscriber whose items wait in a queue for a thread that takes them. Asks for as many as the queue has room for, and
 * for more when half of them are taken (Reactive Streams 1.0.4).
 *
 * <p>Signals may come from any thread, one after the other; {@link #take} is for one thread.
 *
 * @param <T> the item
 */
public final class Inlet<T> implements Subscriber<T> {

    private sealed interface Signal<T> {

        record Item<T>(T item) implements Signal<T> {}

        record Failed<T>(Throwable cause) implements Signal<T> {}

        record Complete<T>() implements Signal<T> {}
    }

    /** Stands for a subscription that is not to be. */
    private static final Subscription CANCELLED = new Subscription() {
        @Override
        public void request(long n) {}

        @Override
        public void cancel() {}
    };

    private final int room;
    private final BlockingQueue<Signal<T>> signals;
    private final AtomicReference<@Nullable Subscription> subscription = new AtomicReference<>();
    private int taken;

    /**
     * An inlet that has asked for nothing yet.
     *
     * @param room how many items it keeps, 1 or more
     */
    public Inlet(int room) {
        this.room = room;
        this.signals = new ArrayBlockingQueue<>(room + 1); // and the end
    }

    @Override
    public void onSubscribe(Subscription given) {
        requireNonNull(given, "subscription");
        if (subscription.compareAndSet(null, given)) {
            given.request(room);
        } else {
            given.cancel();
        }
    }

    @Override
    public void onNext(T item) {
        put(new Signal.Item<>(requireNonNull(item, "item")));
    }

    @Override
    public void onError(Throwable cause) {
        put(new Signal.Failed<>(requireNonNull(cause, "cause")));
    }

    @Override
    public void onComplete() {
        put(new Signal.Complete<>());
    }

    /** Room was made for what was asked for, and the end. */
    private void put(Signal<T> signal) {
        boolean fits = signals.size() < room || !(signal instanceof Signal.Item);
        if (!fits || !signals.offer(signal)) {
            cancel();
            signals.clear();
            signals.add(new Signal.Failed<>(
                    new IllegalStateException("the publisher gave more than the " + room + " items it was asked for")));
        }
    }

    /**
     * The next item. Blocks until there is one.
     *
     * @return null at the end
     * @throws InterruptedException if the thread is interrupted
     * @throws Exception why the publisher has failed
     */
    public @Nullable T take() throws Exception {
        return switch (signals.take()) {
            case Signal.Item<T> item -> {
                askForMore();
                yield item.item();
            }
            case Signal.Complete<T> end -> null;
            case Signal.Failed<T> failed -> throw asException(failed.cause());
        };
    }

    private void askForMore() {
        taken++;
        Subscription given = subscription.get();
        if (given != null && taken > room / 2) {
            int more = taken;
            taken = 0;
            given.request(more);
        }
    }

    private static Exception asException(Throwable cause) {
        if (cause instanceof Error error) {
            throw error;
        }
        return cause instanceof Exception exception ? exception : new IllegalStateException(cause);
    }

    /** Tells the publisher that nothing more is wanted, also one that has not answered yet. */
    public void cancel() {
        Subscription given = subscription.getAndSet(CANCELLED);
        if (given != null) {
            given.cancel();
        }
    }
}
