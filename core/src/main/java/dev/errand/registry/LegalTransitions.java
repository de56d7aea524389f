package dev.errand.registry;

import static dev.errand.TaskState.CANCELLED;
import static dev.errand.TaskState.CANCELLING;
import static dev.errand.TaskState.FAILED;
import static dev.errand.TaskState.INTERRUPTED;
import static dev.errand.TaskState.PAUSED;
import static dev.errand.TaskState.PAUSING;
import static dev.errand.TaskState.QUEUED;
import static dev.errand.TaskState.RUNNING;
import static dev.errand.TaskState.SCHEDULED;
import static dev.errand.TaskState.SUCCEEDED;
import static dev.errand.TaskState.WAITING_RETRY;

import dev.errand.Outcome;
import dev.errand.RetryScope;
import dev.errand.TaskSnapshot;
import dev.errand.TaskState;
import dev.errand.TaskStatus;
import java.util.Collections;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The table of states that may follow each other. Every registry obeys it, and nothing else decides. */
public final class LegalTransitions {

    private static final Map<TaskState, Set<TaskState>> FOLLOWERS = new EnumMap<>(Map.ofEntries(
            Map.entry(SCHEDULED, EnumSet.of(QUEUED, CANCELLED)),
            Map.entry(QUEUED, EnumSet.of(RUNNING, PAUSED, CANCELLED, FAILED)),
            Map.entry(RUNNING, EnumSet.of(SUCCEEDED, FAILED, WAITING_RETRY, PAUSING, CANCELLING, INTERRUPTED)),
            Map.entry(PAUSING, EnumSet.of(PAUSED, CANCELLING, SUCCEEDED, FAILED, INTERRUPTED)),
            Map.entry(CANCELLING, EnumSet.of(CANCELLED, SUCCEEDED, FAILED)),
            Map.entry(PAUSED, EnumSet.of(QUEUED, CANCELLED)),
            Map.entry(INTERRUPTED, EnumSet.of(QUEUED, CANCELLED)),
            Map.entry(WAITING_RETRY, EnumSet.of(QUEUED, CANCELLED)),
            Map.entry(FAILED, EnumSet.of(QUEUED)),
            Map.entry(CANCELLED, EnumSet.of(QUEUED)),
            Map.entry(SUCCEEDED, EnumSet.of(QUEUED))));

    private static final Map<TaskState, Set<TaskState>> BEFORE = inverted();

    private LegalTransitions() {}

    /**
     * The states that a state may follow.
     *
     * @param to the state to come
     * @return those that the table has
     */
    public static Set<TaskState> statesBefore(TaskState to) {
        return BEFORE.getOrDefault(to, Set.of());
    }

    /**
     * Whether a state may follow where a task stands.
     *
     * @param from where it stands; a task that succeeded can be queued again only if units failed
     * @param to the state to come
     * @return true if the table has it
     */
    public static boolean allow(TaskStatus from, TaskState to) {
        boolean succeededInFull =
                from.outcome().filter(Outcome.Succeeded.class::isInstance).isPresent();
        return !succeededInFull
                && FOLLOWERS.getOrDefault(from.state(), Set.of()).contains(to);
    }

    /**
     * Why a task that has ended cannot be done again.
     *
     * @param task the task
     * @param scope how much of it
     * @return the end of the sentence "it cannot be done again: …"; empty if it can
     */
    public static Optional<String> refusalOf(TaskSnapshot task, RetryScope scope) {
        return Changeover.refusalOf(task, scope);
    }

    private static Map<TaskState, Set<TaskState>> inverted() {
        Map<TaskState, Set<TaskState>> before = new EnumMap<>(TaskState.class);
        FOLLOWERS.forEach((from, followers) ->
                followers.forEach(to -> before.computeIfAbsent(to, none -> EnumSet.noneOf(TaskState.class))
                        .add(from)));
        before.replaceAll((to, from) -> Collections.unmodifiableSet(from));
        return before;
    }
}
