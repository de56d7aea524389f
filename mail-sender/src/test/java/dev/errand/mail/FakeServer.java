package dev.errand.mail;

import dev.errand.Retry;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/** A transport without a network: takes messages as a function says, and counts connections. */
final class FakeServer implements MailTransport {

    final List<MailMessage> taken = new CopyOnWriteArrayList<>();
    final AtomicInteger opened = new AtomicInteger();
    final AtomicInteger closed = new AtomicInteger();
    final AtomicInteger openNow = new AtomicInteger();
    final AtomicInteger mostOpen = new AtomicInteger();

    private final int maxConnections;
    private final Function<MailMessage, Delivery> behaviour;
    private volatile int refuseConnectionsFrom = Integer.MAX_VALUE;
    private volatile CountDownLatch toBeOpened = new CountDownLatch(0);

    FakeServer(int maxConnections, Function<MailMessage, Delivery> behaviour) {
        this.maxConnections = maxConnections;
        this.behaviour = behaviour;
    }

    static FakeServer takingEverything() {
        return new FakeServer(4, message -> new Delivery.Accepted("250 ok"));
    }

    static MailServerException lost() {
        return new MailServerException(MailServerException.Reason.CONNECTION_LOST, "fake:25", "connection reset", null);
    }

    /** From the n-th on, no connection can be opened. */
    FakeServer refusingConnectionsFrom(int number) {
        refuseConnectionsFrom = number;
        return this;
    }

    /** Takes no message before so many connections are open. */
    FakeServer waitingForConnections(int number) {
        toBeOpened = new CountDownLatch(number);
        return this;
    }

    List<String> recipients() {
        return taken.stream()
                .map(message -> message.envelope().to().email())
                .sorted()
                .toList();
    }

    @Override
    public int maxConnections() {
        return maxConnections;
    }

    @Override
    public Retry reconnect() {
        return Retry.fixed(3, Duration.ZERO);
    }

    @Override
    public MailConnection open() {
        if (opened.incrementAndGet() >= refuseConnectionsFrom) {
            throw new MailServerException(
                    MailServerException.Reason.UNREACHABLE, "fake:25", "connection refused", null);
        }
        mostOpen.accumulateAndGet(openNow.incrementAndGet(), Math::max);
        toBeOpened.countDown();
        return new FakeConnection();
    }

    private void awaitConnections() {
        try {
            toBeOpened.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw lost();
        }
    }

    private final class FakeConnection implements MailConnection {

        private boolean open = true;

        @Override
        public Delivery send(MailMessage message) {
            awaitConnections();
            Delivery delivery = behaviour.apply(message);
            if (delivery instanceof Delivery.Accepted) {
                taken.add(message);
            }
            return delivery;
        }

        @Override
        public boolean isUsable() {
            return open;
        }

        @Override
        public void close() {
            if (open) {
                open = false;
                openNow.decrementAndGet();
                closed.incrementAndGet();
            }
        }
    }
}
