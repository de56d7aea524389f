package dev.errand.engine;

import dev.errand.Owner;
import dev.errand.TaskId;
import dev.errand.TaskSnapshot;
import dev.errand.notice.TaskNotice;
import dev.errand.notice.TaskNotifier;
import dev.errand.registry.OwedNotice;
import dev.errand.registry.RegistryUnavailableException;
import dev.errand.registry.TaskEntry;
import dev.errand.registry.TaskRegistry;
import dev.errand.time.TimeSource;
import dev.errand.watch.Drain;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;

/**
 * Delivers the notices that registries say are owed: soon after a task has ended here, and every ten seconds whatever is due,
 * since it was tried in vain before, or the process is gone that should have delivered it.
 *
 * <p>Whoever is about to deliver one claims it, by making it due five minutes later; so of several engines one delivers it, and
 * if that dies another one does.
 */
final class Courier {

    private static final int BEATS_BETWEEN_ROUNDS = 10;
    private static final int MOST_AT_ONCE = 100;

    private final List<TaskNotifier> notifiers;
    private final List<TaskRegistry> registries;
    private final TimeSource time;
    private final QuietTimes quietTimes;
    private final Complaints complaints;
    private final Drain rounds = new Drain(Thread::startVirtualThread, this::deliverAll);
    private final AtomicInteger beats = new AtomicInteger();
    private final Semaphore room = new Semaphore(MOST_AT_ONCE);

    /** The owners whose notices are being delivered, and whether there are more of them. */
    private final ConcurrentMap<Owner, AtomicBoolean> beingTold = new ConcurrentHashMap<>();

    private volatile boolean stopped;

    Courier(List<TaskNotifier> notifiers, List<TaskRegistry> registries, TimeSource time) {
        this.notifiers = notifiers;
        this.registries = registries;
        this.time = time;
        this.quietTimes = new QuietTimes(time);
        this.complaints = new Complaints(time);
    }

    /**
     * What is owed when tasks end.
     *
     * @param isWatched whether somebody is watching a task
     */
    Debts debts(Predicate<TaskId> isWatched) {
        return new Debts(notifiers, isWatched, rounds::signal);
    }

    /** Once a second. */
    void beat() {
        if (!notifiers.isEmpty() && beats.getAndIncrement() % BEATS_BETWEEN_ROUNDS == 0) {
            rounds.signal();
        }
    }

    /** Begins nothing any more. What is owed in a registry that lasts is delivered by others. */
    void stop() {
        stopped = true;
    }

    private void deliverAll() {
        for (TaskRegistry registry : registries) {
            boolean more = true;
            while (more && !stopped) {
                more = deliverSome(registry);
            }
        }
    }

    /** True if there may be more. */
    private boolean deliverSome(TaskRegistry registry) {
        try {
            List<OwedNotice> owed = registry.owed(time.instant(), MOST_AT_ONCE);
            Map<Owner, List<Delivery.Parcel>> byOwner = byOwner(registry, owed);
            byOwner.forEach((owner, parcels) -> deliverInTurn(registry, owner, parcels));
            return owed.size() == MOST_AT_ONCE && !byOwner.isEmpty();
        } catch (RuntimeException away) {
            complaints.warn("What is owed to owners cannot be looked up now, and is delivered later", null, away);
            return false;
        }
    }

    /** One owner's notices hold up nobody else's, unless very many are slow. */
    private void deliverInTurn(TaskRegistry registry, Owner owner, List<Delivery.Parcel> parcels) {
        room.acquireUninterruptibly();
        beingTold.put(owner, new AtomicBoolean());
        Thread.startVirtualThread(() -> deliver(registry, owner, parcels));
    }

    private void deliver(TaskRegistry registry, Owner owner, List<Delivery.Parcel> parcels) {
        try {
            new Delivery(registry, notifiers, quietTimes, time).run(parcels);
        } catch (RuntimeException | Error away) {
            complaints.warn("Notices cannot be delivered now, and are tried again", null, away);
        } finally {
            AtomicBoolean more = beingTold.remove(owner);
            room.release();
            if (more != null && more.get()) {
                rounds.signal();
            }
        }
    }

    /** True if she is told something just now; what is left for her is looked for afterwards. */
    private boolean isBeingTold(Owner owner) {
        AtomicBoolean more = beingTold.get(owner);
        if (more != null) {
            more.set(true);
        }
        return more != null;
    }

    /** Those that nobody else has claimed. What a task owes that is not there any more, nobody wants to know. */
    private Map<Owner, List<Delivery.Parcel>> byOwner(TaskRegistry registry, List<OwedNotice> owed) {
        Map<Owner, List<Delivery.Parcel>> byOwner = new LinkedHashMap<>();
        Instant until = time.instant().plus(Delivery.LONGEST);
        for (OwedNotice notice : owed) {
            OwedNotice claimed = notice.due(until);
            claim(registry, notice, claimed).ifPresent(task -> {
                TaskNotice news = new TaskNotice(notice.id(), task, notice.watched());
                byOwner.computeIfAbsent(task.owner(), owner -> new ArrayList<>())
                        .add(new Delivery.Parcel(claimed, news));
            });
        }
        return byOwner;
    }

    private Optional<TaskSnapshot> claim(TaskRegistry registry, OwedNotice notice, OwedNotice claimed) {
        return endedTask(registry, notice, claimed)
                .filter(task -> !isBeingTold(task.owner()))
                .filter(task -> registry.settle(notice, Optional.of(claimed)));
    }

    /** One that cannot be read, perhaps since a newer version wrote it, is put off, so that it keeps no others waiting. */
    private Optional<TaskSnapshot> endedTask(TaskRegistry registry, OwedNotice notice, OwedNotice later) {
        try {
            return registry.find(notice.task())
                    .map(TaskEntry::snapshot)
                    .filter(task -> task.state().isFinal());
        } catch (RegistryUnavailableException away) {
            throw away;
        } catch (RuntimeException unreadable) {
            complaints.warn("Task {} cannot be read: its owner is told later how it ended", notice.task(), unreadable);
            registry.settle(notice, Optional.of(later));
            return Optional.empty();
        }
    }
}
