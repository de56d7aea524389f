package dev.errand.engine;

import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;

/** Does the same with many at the same time, so that a registry can write down together what becomes of them. */
final class AtOnce {

    private AtOnce() {}

    /** Returns when all are done. */
    static <T> void each(List<T> some, Consumer<T> action) {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            some.forEach(one -> threads.execute(() -> action.accept(one)));
        }
    }
}
