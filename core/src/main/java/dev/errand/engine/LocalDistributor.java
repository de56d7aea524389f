package dev.errand.engine;

import dev.errand.Demand;
import dev.errand.cluster.SharedWork;
import dev.errand.cluster.TaskDistributor;
import dev.errand.executor.TaskExecutor;
import dev.errand.registry.Admission;
import dev.errand.registry.Candidate;
import dev.errand.registry.RegistryUnavailableException;
import dev.errand.time.TimeSource;
import dev.errand.watch.Drain;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs the tasks of a shared registry on the executors of this engine: asks which may start, and starts as many as there is
 * room for. Other engines may do the same; each task is begun by one of them, but limits are then those of each engine.
 *
 * <p>It asks for some tasks at a time. All of those may run at once, so what is not started yet of them may be so later, as
 * room comes; until somebody says that there are others.
 */
final class LocalDistributor implements TaskDistributor {

    private static final Logger LOG = LoggerFactory.getLogger(LocalDistributor.class);
    private static final int ASKED_FOR = 100;
    private static final Duration LEFT_TO_OTHERS = Duration.ofMinutes(1);

    private final EngineParts.Executors executors;
    private final TimeSource time;
    private final Drain drain = new Drain(Thread::startVirtualThread, this::startWaiting);

    /** What is about to start, and what is left to others for a while. */
    private final Set<Candidate> taken = ConcurrentHashMap.newKeySet();

    private volatile @Nullable SharedWork work;
    private volatile boolean draining;
    private volatile boolean outdated;

    /** Touched by the rounds of the drain only. */
    private final Queue<Candidate> next = new ArrayDeque<>();

    LocalDistributor(EngineParts.Executors executors, TimeSource time) {
        this.executors = executors;
        this.time = time;
    }

    /** That of the executors is theirs to say. */
    @Override
    public int capacity() {
        return ASKED_FOR;
    }

    @Override
    public void open(SharedWork shared) {
        work = shared;
    }

    @Override
    public void wake() {
        outdated = true;
        drain.signal();
    }

    @Override
    public void look() {
        wake();
    }

    /** There is room for more of what was asked for already. */
    void onRoom() {
        drain.signal();
    }

    @Override
    public void drain(boolean stop) {
        draining = stop;
        wake();
    }

    @Override
    public void close() {
        draining = true;
    }

    private void startWaiting() {
        SharedWork shared = work;
        if (shared == null || draining) {
            next.clear();
            return;
        }
        Set<TaskExecutor> full = new HashSet<>();
        try {
            boolean mayBeMore = true;
            start(shared, full);
            while (mayBeMore && next.isEmpty()) {
                mayBeMore = ask(shared, full);
                start(shared, full);
            }
        } catch (RegistryUnavailableException away) {
            LOG.debug("What may start cannot be asked now", away); // the heart says so, and wakes this again
        }
    }

    /** Starts what was asked for, as far as there is room. */
    private void start(SharedWork shared, Set<TaskExecutor> full) {
        if (outdated) {
            next.clear();
            outdated = false;
        }
        Queue<Candidate> noRoom = new ArrayDeque<>();
        while (!next.isEmpty()) {
            Candidate candidate = next.remove();
            TaskExecutor executor = executorOf(shared, candidate);
            if (full.contains(executor) || !start(shared, candidate, executor)) {
                full.add(executor);
                noRoom.add(candidate);
            }
        }
        next.addAll(noRoom);
    }

    private TaskExecutor executorOf(SharedWork shared, Candidate candidate) {
        Demand demand = shared.admission().types().getOrDefault(candidate.type(), Demand.DEFAULT);
        return executors.of(demand);
    }

    private boolean start(SharedWork shared, Candidate task, TaskExecutor executor) {
        boolean started = false;
        taken.add(task);
        try {
            started = executor.tryStart(() -> run(shared, task));
            return started;
        } finally {
            if (!started) {
                taken.remove(task);
            }
        }
    }

    private void run(SharedWork shared, Candidate task) {
        SharedWork.Turn turn = SharedWork.Turn.NOT_BEGUN;
        try {
            turn = shared.run(task.task());
        } finally {
            if (turn == SharedWork.Turn.LEFT_TO_OTHERS) {
                time.after(LEFT_TO_OTHERS, () -> taken.remove(task));
            } else {
                taken.remove(task);
            }
        }
    }

    /** False if nothing more can start now: without limits, if fewer came than were asked for. */
    private boolean ask(SharedWork shared, Set<TaskExecutor> full) {
        Admission now = shared.admission().within(demand -> !full.contains(executors.of(demand)), taken);
        if (now.types().isEmpty()) {
            return false;
        }
        next.addAll(shared.registry().startable(now, ASKED_FOR));
        return next.size() == ASKED_FOR || (now.hasLimits() && !next.isEmpty());
    }
}
