package dev.errand.testkit.crash;

import dev.errand.ItemLoop;
import java.time.Duration;
import java.util.function.Function;

/** A resumable loop, with a watch on its items. */
record WatchedLoop<T>(ItemLoop<T> loop, Watch watch) implements ItemLoop<T> {

    @Override
    public ItemLoop<T> keyedBy(Function<? super T, String> key) {
        return new WatchedLoop<>(loop.keyedBy(key), watch);
    }

    @Override
    public ItemLoop<T> savingEvery(int items, Duration time) {
        return new WatchedLoop<>(loop.savingEvery(items, time), watch);
    }

    @Override
    public void forEach(Action<? super T> action) throws Exception {
        watch.at(Point.CALL);
        watch.heed(() -> loop.forEach(item -> {
            watch.at(Point.ITEM);
            action.accept(item);
        }));
    }
}
