package dev.errand.engine;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import dev.errand.Owner;
import dev.errand.notice.Quiet;
import dev.errand.notice.TaskNotice;
import dev.errand.notice.TaskNotifier;
import dev.errand.notice.UndeliveredException;
import dev.errand.registry.OwedNotice;
import dev.errand.registry.TaskRegistry;
import dev.errand.time.TimeSource;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * Delivers what was claimed for one owner, by each notifier that has still to do so.
 *
 * <p>Before one begins that must not do so twice, that is written down; after any has delivered, that is. So whoever finds that
 * one had begun knows that it is in doubt.
 */
final class Delivery {

    /** For how long a claim holds. */
    static final Duration LONGEST = Duration.ofMinutes(5);

    private static final Logger LOG = LoggerFactory.getLogger(Delivery.class);
    private static final int MOST_TRIES = 8;
    private static final Duration FIRST_DELAY = Duration.ofSeconds(10);
    private static final int GROWTH = 3;
    private static final Duration LATE = Duration.ofMinutes(1);

    /** A notice, and what is written of it. */
    static final class Parcel {

        private final TaskNotice notice;
        private OwedNotice owed;
        private boolean failed;
        private Optional<Instant> postponed = Optional.empty();

        Parcel(OwedNotice owed, TaskNotice notice) {
            this.owed = owed;
            this.notice = notice;
        }
    }

    private final TaskRegistry registry;
    private final List<TaskNotifier> notifiers;
    private final QuietTimes quietTimes;
    private final TimeSource time;

    Delivery(TaskRegistry registry, List<TaskNotifier> notifiers, QuietTimes quietTimes, TimeSource time) {
        this.registry = registry;
        this.notifiers = notifiers;
        this.quietTimes = quietTimes;
        this.time = time;
    }

    void run(List<Parcel> parcels) {
        parcels.sort(Comparator.comparing(parcel -> parcel.notice.endedAt()));
        notifiers.forEach(notifier -> run(notifier, parcels));
        parcels.forEach(this::putDown);
    }

    private void run(TaskNotifier notifier, List<Parcel> parcels) {
        String name = notifier.name();
        List<Parcel> hers = parcels.stream()
                .filter(parcel -> parcel.owed.rest().notifiers().contains(name))
                .filter(parcel -> !isOver(notifier, parcel))
                .toList();
        Optional<Quiet> quiet = notifier.quiet();
        if (quiet.isEmpty()) {
            hers.forEach(parcel -> deliver(notifier, List.of(parcel)));
        } else if (!hers.isEmpty()) {
            deliver(notifier, hers, quiet.get());
        }
    }

    /** Those that come at once are told together, if they are too many; so are those that had to wait. */
    private void deliver(TaskNotifier notifier, List<Parcel> parcels, Quiet quiet) {
        String name = notifier.name();
        Owner owner = parcels.getFirst().notice.task().owner();
        boolean waited = parcels.stream().anyMatch(this::isLate);
        List<List<Parcel>> letters = waited || parcels.size() > quiet.most()
                ? List.of(parcels)
                : parcels.stream().map(List::of).toList();
        for (List<Parcel> letter : letters) {
            if (quietTimes.mayTell(name, owner, quiet)) {
                deliver(notifier, letter);
            } else {
                Instant later = time.instant().plus(quietTimes.left(name, owner, quiet));
                letter.forEach(parcel -> parcel.postponed = Optional.of(later));
            }
        }
    }

    private boolean isLate(Parcel parcel) {
        return parcel.notice.endedAt().plus(LATE).isBefore(time.instant());
    }

    /** Whether a notifier has nothing more to do with a notice; that is written down then. */
    private boolean isOver(TaskNotifier notifier, Parcel parcel) {
        boolean inDoubt = !notifier.isRepeatable() && parcel.owed.rest().begun().equals(notifier.name());
        if (inDoubt) {
            LOG.warn(
                    "Whether notifier {} has delivered notice {} is in doubt, since the process died over it; it is not repeated",
                    notifier.name(),
                    parcel.notice.id());
        }
        boolean over = inDoubt || !Debts.wants(notifier, parcel.notice);
        if (over) {
            write(parcel, parcel.owed.without(notifier.name()));
        }
        return over;
    }

    private void deliver(TaskNotifier notifier, List<Parcel> letter) {
        String name = notifier.name();
        List<Parcel> ours = notifier.isRepeatable()
                ? letter
                : letter.stream()
                        .filter(parcel -> write(parcel, parcel.owed.begunBy(name)))
                        .toList();
        if (ours.isEmpty()) {
            return;
        }
        if (isDone(notifier, ours.stream().map(parcel -> parcel.notice).toList())) {
            ours.forEach(parcel -> write(parcel, parcel.owed.without(name)));
        } else {
            ours.forEach(parcel -> parcel.failed = true);
        }
    }

    /** False if it is worth another try. */
    private static boolean isDone(TaskNotifier notifier, List<TaskNotice> notices) {
        String id = notices.getFirst().id();
        try {
            notifier.deliver(notices);
            return true;
        } catch (UndeliveredException e) {
            LOG.atLevel(e.isLasting() ? Level.WARN : Level.DEBUG)
                    .log("Notifier {} cannot deliver notice {}: {}", notifier.name(), id, e.getMessage());
            return e.isLasting();
        } catch (Throwable e) {
            if (e instanceof InterruptedException) {
                Thread.currentThread().interrupt();
            }
            if (!notifier.isRepeatable()) {
                LOG.warn(
                        "Whether notifier {} has delivered notice {} is in doubt; it is not repeated",
                        notifier.name(),
                        id,
                        e);
            }
            return !notifier.isRepeatable();
        }
    }

    /** What is left of it is tried again, by whoever has the notifier, unless it was tried too often. */
    private void putDown(Parcel parcel) {
        if (parcel.owed.isSettled()) {
            return;
        }
        int tries = parcel.owed.rest().tries() + 1;
        boolean waits = parcel.postponed.isPresent() && !parcel.failed;
        if (waits) {
            write(parcel, parcel.owed.due(parcel.postponed.get()));
        } else if (tries < MOST_TRIES) {
            Duration delay = FIRST_DELAY.multipliedBy((long) Math.pow(GROWTH, tries - 1.0));
            write(parcel, parcel.owed.triedUntil(time.instant().plus(delay)));
        } else {
            LOG.warn(
                    "Notice {} is given up after {} tries: {} could not deliver it",
                    parcel.notice.id(),
                    tries,
                    parcel.owed.rest().notifiers());
            registry.settle(parcel.owed, Optional.empty());
        }
    }

    /** False if somebody else has it by now, who believed us dead. */
    @CanIgnoreReturnValue
    private boolean write(Parcel parcel, OwedNotice after) {
        boolean ours = registry.settle(parcel.owed, after.isSettled() ? Optional.empty() : Optional.of(after));
        parcel.owed = after;
        return ours;
    }
}
