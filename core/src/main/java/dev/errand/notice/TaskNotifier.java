package dev.errand.notice;

import java.util.List;
import java.util.Optional;

/**
 * A way to tell owners, or other programs, that tasks have ended: by mail, by a webhook.
 *
 * <p>That a notice is owed is written down together with the end of the task, so that no crash loses it. It is delivered soon
 * after, on a virtual thread, by one engine at a time of those that share the registry; all of them should be built with the
 * same notifiers. What fails is tried again, less and less often and at most eight times, and then given up with a line in
 * the log. There is one notice for a task, however many items it has; a task that is done again before its notice was delivered
 * owes none for the end before.
 *
 * <p>Methods may be called from several threads at once, for different owners.
 */
public interface TaskNotifier {

    /**
     * What it is called: it is written down with what it still has to deliver, so it must not change.
     *
     * @return 1 to 50 letters, digits and hyphens; of each engine's notifiers one
     */
    String name();

    /**
     * Whether it is to deliver a notice. Asked when the task ends, before that is written down, so it must be quick; and once
     * more before it is delivered, when the owner may have seen the end.
     *
     * @param notice the news
     * @return false to deliver nothing
     */
    boolean wants(TaskNotice notice);

    /**
     * Whether delivering a notice twice does no harm, since whoever gets it knows it by its id.
     *
     * @return true to deliver at least once: it is written down afterwards, and what was under way in a process that dies is
     *     delivered again. False to deliver at most once: that it begins is written down before, and what was under way then is
     *     in doubt, logged, and not delivered again
     */
    boolean isRepeatable();

    /**
     * How many notices an owner gets singly.
     *
     * @return empty for any number
     */
    default Optional<Quiet> quiet() {
        return Optional.empty();
    }

    /**
     * Delivers news to one owner. May block, for two minutes at most: after five, another engine believes this one dead.
     *
     * @param notices all of the same owner, the earliest end first; one, unless there is a {@link #quiet} time
     * @throws UndeliveredException if nothing was delivered, and why; another exception counts as that too where it
     *     {@linkplain #isRepeatable() does no harm}, and as a delivery in doubt where it does
     * @throws Exception if it is not known whether it was delivered
     */
    void deliver(List<TaskNotice> notices) throws Exception;
}
