package dev.errand.executor;

import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;

/** The threads of somebody else's executor. A rejection is no room, and the engine tries again. */
final class BorrowedExecutor implements TaskExecutor {

    private final Executor executor;
    private final Room room;

    BorrowedExecutor(Executor executor, int maxRunning) {
        this.executor = executor;
        this.room = new Room(maxRunning);
    }

    @Override
    public boolean tryStart(Runnable work) {
        if (!room.tryTake()) {
            return false;
        }
        try {
            executor.execute(() -> room.run(work));
            return true;
        } catch (RejectedExecutionException full) {
            room.giveBack();
            return false;
        }
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
