package dev.errand.engine;

import dev.errand.TaskId;
import dev.errand.TaskSnapshot;
import dev.errand.notice.TaskNotice;
import dev.errand.notice.TaskNotifier;
import dev.errand.registry.TaskEntry;
import dev.errand.registry.Transition;
import java.util.List;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Who is to be told when a task ends, decided before it is written down that it has. */
final class Debts {

    private static final Logger LOG = LoggerFactory.getLogger(Debts.class);

    private final List<TaskNotifier> notifiers;
    private final Predicate<TaskId> isWatched;
    private final Runnable courier;

    /**
     * Decides nothing yet.
     *
     * @param isWatched whether somebody is watching a task
     * @param courier delivers what is owed, soon
     */
    Debts(List<TaskNotifier> notifiers, Predicate<TaskId> isWatched, Runnable courier) {
        this.notifiers = notifiers;
        this.isWatched = isWatched;
        this.courier = courier;
    }

    boolean areNone() {
        return notifiers.isEmpty();
    }

    /** An end with what is owed for it. */
    Transition incurredBy(Transition end, TaskSnapshot before) {
        boolean watched = isWatched.test(before.id());
        TaskSnapshot after = end.applyTo(new TaskEntry(before, null)).snapshot();
        TaskNotice notice = new TaskNotice(before.id().toString(), after, watched);
        List<String> wanted = notifiers.stream()
                .filter(notifier -> wants(notifier, notice))
                .map(TaskNotifier::name)
                .toList();
        return wanted.isEmpty() ? end : end.owing(new Transition.Owing(watched, wanted));
    }

    /** One that cannot say so is asked again later. */
    static boolean wants(TaskNotifier notifier, TaskNotice notice) {
        try {
            return notifier.wants(notice);
        } catch (RuntimeException | Error e) {
            LOG.warn("Notifier {} cannot say whether it wants notice {}", notifier.name(), notice.id(), e);
            return true;
        }
    }

    void pay() {
        courier.run();
    }
}
