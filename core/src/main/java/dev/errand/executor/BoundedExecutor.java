package dev.errand.executor;

import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * So many tasks at the same time on the threads of an executor, which may be as plain as "a new virtual thread".
 * Whatever it throws is no room, and the engine tries again.
 */
final class BoundedExecutor implements TaskExecutor {

    private static final Logger LOG = LoggerFactory.getLogger(BoundedExecutor.class);

    private final Executor executor;
    private final Room room;
    private final AtomicBoolean rejects = new AtomicBoolean();

    BoundedExecutor(Executor executor, int maxRunning) {
        this.executor = Objects.requireNonNull(executor, "executor");
        this.room = new Room(maxRunning);
    }

    @Override
    public boolean tryStart(Runnable work) {
        AtomicBoolean place = new AtomicBoolean(true); // before the place is taken: there may be no memory for it
        if (!room.tryTake()) {
            return false;
        }
        try {
            executor.execute(() -> runOnce(place, work));
            rejects.set(false);
            return true;
        } catch (RuntimeException | Error rejected) {
            boolean startedAllTheSame = !takeBack(place);
            if (!rejects.getAndSet(true)) {
                LOG.warn("The executor rejects tasks, which wait until it takes them: {}", rejected.toString());
            }
            return startedAllTheSame;
        }
    }

    /** An executor may run what it has rejected, all the same. The place goes to whoever is first. */
    private void runOnce(AtomicBoolean place, Runnable work) {
        if (place.getAndSet(false)) {
            room.run(work);
        }
    }

    private boolean takeBack(AtomicBoolean place) {
        boolean unused = place.getAndSet(false);
        if (unused) {
            room.giveBack();
        }
        return unused;
    }

    @Override
    public void onRoom(Runnable callback) {
        room.onFree(callback);
    }

    @Override
    public boolean shutdown(Duration limit) throws InterruptedException {
        return room.close(limit);
    }
}
