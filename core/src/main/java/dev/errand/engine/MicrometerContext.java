package dev.errand.engine;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import io.micrometer.context.ContextRegistry;
import io.micrometer.context.ThreadLocalAccessor;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The only class that knows Micrometer's context propagation, which need not be there.
 *
 * <p>It asks each accessor by itself, rather than the library for a snapshot of all of them: if one of them throws there,
 * what others have set before stays on the thread.
 */
final class MicrometerContext {

    private static final Logger LOG = LoggerFactory.getLogger(MicrometerContext.class);

    /** What one accessor has found on the thread that submitted. */
    private record Carried<V>(ThreadLocalAccessor<V> accessor, V value) {

        static <V> @Nullable Carried<V> from(ThreadLocalAccessor<V> accessor) {
            V value = accessor.getValue();
            return value == null ? null : new Carried<>(accessor, value);
        }

        /** Sets it on this thread, and says what gives the thread back what it had. */
        Runnable set() {
            V before = accessor.getValue();
            accessor.setValue(value);
            return before == null ? accessor::restore : () -> accessor.restore(before);
        }
    }

    private final List<Carried<?>> carried;

    private MicrometerContext(List<Carried<?>> carried) {
        this.carried = carried;
    }

    /** Null if there is nothing to carry. */
    static @Nullable MicrometerContext capture() {
        List<Carried<?>> found = new ArrayList<>();
        for (ThreadLocalAccessor<?> accessor : ContextRegistry.getInstance().getThreadLocalAccessors()) {
            Carried<?> one = tried("captured", accessor, () -> Carried.from(accessor));
            if (one != null) {
                found.add(one);
            }
        }
        return found.isEmpty() ? null : new MicrometerContext(List.copyOf(found));
    }

    /** Runs an action with it. The thread is left as it was. */
    void around(Runnable action) {
        Deque<Runnable> undo = new ArrayDeque<>();
        try {
            for (Carried<?> one : carried) {
                Runnable back = tried("set", one.accessor(), one::set);
                if (back != null) {
                    undo.push(() -> tried("taken away", one.accessor(), () -> {
                        back.run();
                        return null;
                    }));
                }
            }
            action.run();
        } finally {
            undo.forEach(Runnable::run);
        }
    }

    /** Whatever an accessor throws concerns nobody else. */
    @CanIgnoreReturnValue
    private static <T> @Nullable T tried(String what, ThreadLocalAccessor<?> accessor, Supplier<@Nullable T> step) {
        try {
            return step.get();
        } catch (Throwable e) {
            LOG.warn("A part of the context of a submission cannot be {}, by {}", what, accessor.getClass(), e);
            return null;
        }
    }
}
