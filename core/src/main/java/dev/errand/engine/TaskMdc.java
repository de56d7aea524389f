package dev.errand.engine;

import dev.errand.TaskSnapshot;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;

/** Names a task in everything that is logged on a thread. */
final class TaskMdc {

    static final String TASK_ID = "taskId";
    static final String TASK_TYPE = "taskType";

    private TaskMdc() {}

    /** Runs an action in the name of a task, and restores what stood there before. */
    static void inNameOf(TaskSnapshot task, Runnable action) {
        String idBefore = MDC.get(TASK_ID);
        String typeBefore = MDC.get(TASK_TYPE);
        MDC.put(TASK_ID, task.id().toString());
        MDC.put(TASK_TYPE, task.submission().type());
        try {
            action.run();
        } finally {
            restore(TASK_ID, idBefore);
            restore(TASK_TYPE, typeBefore);
        }
    }

    private static void restore(String key, @Nullable String value) {
        if (value == null) {
            MDC.remove(key);
        } else {
            MDC.put(key, value);
        }
    }
}
