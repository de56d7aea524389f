package dev.errand.engine;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/**
 * What surrounded the thread that submitted a task, to surround the threads that run it: the MDC always, and whatever
 * Micrometer's context propagation knows of, if that library is there. What fails here is logged, and changes nothing
 * for the task.
 */
final class SubmitterContext {

    private static final Logger LOG = LoggerFactory.getLogger(SubmitterContext.class);
    private static final boolean MICROMETER = isThere("io.micrometer.context.ContextSnapshotFactory");

    private final @Nullable Map<String, String> mdc;
    private final @Nullable MicrometerContext others;

    private SubmitterContext(@Nullable Map<String, String> mdc, @Nullable MicrometerContext others) {
        this.mdc = mdc;
        this.others = others;
    }

    /** Null if there is nothing to keep: most threads of an engine's own have nothing around them. */
    static @Nullable SubmitterContext capture() {
        Map<String, String> mdc = MDC.getCopyOfContextMap();
        if (mdc != null && mdc.isEmpty()) {
            mdc = null;
        }
        MicrometerContext others = null;
        try {
            others = MICROMETER ? MicrometerContext.capture() : null;
        } catch (Throwable e) {
            LOG.warn("The context of a submission cannot be captured; its task runs without", e);
        }
        return mdc == null && others == null ? null : new SubmitterContext(mdc, others);
    }

    /** Runs an action with it. The thread is left as it was. */
    void around(Runnable action) {
        Map<String, String> before = MDC.getCopyOfContextMap();
        if (mdc != null) {
            MDC.setContextMap(mdc);
        }
        try {
            if (others == null) {
                action.run();
            } else {
                others.around(action);
            }
        } finally {
            if (before == null) {
                MDC.clear();
            } else {
                MDC.setContextMap(before);
            }
        }
    }

    private static boolean isThere(String name) {
        try {
            Class.forName(name, false, SubmitterContext.class.getClassLoader());
            return true;
        } catch (ClassNotFoundException notThere) {
            return false;
        }
    }
}
