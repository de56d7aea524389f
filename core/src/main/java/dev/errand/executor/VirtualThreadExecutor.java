package dev.errand.executor;

import java.time.Duration;

/** A new virtual thread for each piece of work. */
final class VirtualThreadExecutor implements TaskExecutor {

    private final Room room;

    VirtualThreadExecutor(int maxRunning) {
        room = new Room(maxRunning);
    }

    @Override
    public boolean tryStart(Runnable work) {
        if (!room.tryTake()) {
            return false;
        }
        boolean started = false;
        try {
            Thread.startVirtualThread(() -> room.run(work));
            started = true;
        } finally {
            if (!started) {
                room.giveBack();
            }
        }
        return true;
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
