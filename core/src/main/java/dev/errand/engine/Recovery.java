package dev.errand.engine;

import dev.errand.TaskId;
import dev.errand.TaskSnapshot;
import dev.errand.registry.DurableTaskRegistry;
import dev.errand.registry.Holding;
import dev.errand.registry.Lease;
import dev.errand.registry.TaskEntry;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Puts right what an engine and a shared registry have different things to say of: stops what does not belong to this engine
 * any more, heeds what others ask of its tasks, and takes over what belonged to engines that are gone.
 */
final class Recovery {

    private static final int MOST_AT_ONCE = 500;

    private final DurableTaskRegistry registry;
    private final Share share;
    private final SharedSupervisor supervisor;
    private final Complaints complaints;

    /** The attempts of which this engine and the registry had different things to say in the last round. */
    private Set<Lease> suspects = new HashSet<>();

    Recovery(SharedParts parts, Share share, SharedSupervisor supervisor) {
        this.registry = parts.registry();
        this.share = share;
        this.supervisor = supervisor;
        this.complaints = new Complaints(parts.engine().time());
    }

    /** By one thread at a time. Throws what the registry does if it is away. */
    void round() {
        takeOver(compare(registry.held()));
        takeOver(registry.lapsed(MOST_AT_ONCE));
    }

    /**
     * What runs here beside what the registry has of that. What differs once may only have been about to change, so it
     * must do so twice.
     *
     * @return what this engine holds and does not run
     */
    private List<Holding> compare(List<Holding> held) {
        Map<TaskId, Holding> known = held.stream().collect(Collectors.toMap(Holding::task, Function.identity()));
        Set<Lease> differing = new HashSet<>();
        for (Attempt<?> attempt : supervisor.live().attempts()) {
            Holding holding = known.get(attempt.task().id());
            if (holding != null && holding.lease().equals(attempt.lease())) {
                supervisor.heed(attempt.task(), holding.state());
            } else if (differs(attempt.lease(), differing)) {
                attempt.forceStop(StopSignal.Reason.LEASE_LOST);
            }
        }
        List<Holding> orphans = held.stream()
                .filter(holding -> supervisor.live().find(holding.task()).isEmpty())
                .filter(holding -> differs(holding.lease(), differing))
                .toList();
        suspects = differing;
        return orphans;
    }

    private boolean differs(Lease lease, Set<Lease> differing) {
        differing.add(lease);
        return suspects.contains(lease);
    }

    private void takeOver(List<Holding> lost) {
        AtOnce.each(lost, this::takeOver);
        if (!lost.isEmpty()) {
            share.wake();
        }
    }

    /** One that cannot be taken over now does not keep the others from it. */
    private void takeOver(Holding lost) {
        try {
            registry.find(lost.task()).map(TaskEntry::snapshot).ifPresent(task -> takeOver(lost, task));
        } catch (RuntimeException e) {
            complaints.warn("Task {} cannot be taken over now, and is tried again", lost.task(), e);
        }
    }

    private void takeOver(Holding lost, TaskSnapshot task) {
        supervisor.recover(lost, task, share.policyOf(task.submission().type()));
    }
}
