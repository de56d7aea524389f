package dev.errand;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Thrown inside a task that was asked to stop, by {@link TaskContext#checkCancelled()} and by the loops of the context.
 *
 * <p>A task lets it pass. One that has something to show for the part it did hands that over on the way out:
 *
 * {@snippet :
 * try {
 *     for (Member member : context.over(members)) {
 *         report.add(remind(member));
 *     }
 * } catch (TaskCancelledException cancelled) {
 *     throw cancelled.keeping(report);
 * }
 * }
 *
 * <p>The {@link Outcome.Cancelled} then has it as {@linkplain Outcome.Cancelled#kept() kept}.
 */
public final class TaskCancelledException extends ErrandException {

    private static final long serialVersionUID = 1L;

    private final transient @Nullable Object kept;

    /**
     * Tells a task to stop.
     *
     * @param message who or what asked for it
     */
    public TaskCancelledException(String message) {
        this(message, null);
    }

    private TaskCancelledException(String message, @Nullable Object kept) {
        super(message, null);
        this.kept = kept;
    }

    /**
     * The same exception, with what the task has to show for the part it did.
     *
     * @param result the part, of the task's result type
     * @return an exception to throw on
     */
    public TaskCancelledException keeping(Object result) {
        TaskCancelledException keeping = new TaskCancelledException(String.valueOf(getMessage()), result);
        keeping.setStackTrace(getStackTrace());
        return keeping;
    }

    /**
     * What the task has to show for the part it did.
     *
     * @return empty if it kept nothing
     */
    public Optional<Object> kept() {
        return Optional.ofNullable(kept);
    }
}
