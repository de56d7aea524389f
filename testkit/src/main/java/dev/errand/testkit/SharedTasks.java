package dev.errand.testkit;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import dev.errand.TaskId;
import dev.errand.TaskSnapshot;
import dev.errand.TaskState;
import dev.errand.registry.Admission;
import dev.errand.registry.Candidate;
import dev.errand.registry.Holding;
import dev.errand.registry.Lease;
import dev.errand.registry.Liveness;
import dev.errand.registry.MemoryTaskRegistry;
import dev.errand.registry.Node;
import dev.errand.registry.NodeStatus;
import dev.errand.registry.PausedType;
import dev.errand.registry.Retention;
import dev.errand.registry.TaskQuery;
import dev.errand.registry.TaskRegistry;
import dev.errand.registry.Transition;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * The tasks that several engines share, as in a database, but in the memory of one test: what an engine leaves behind, another
 * one finds.
 *
 * {@snippet :
 * SharedTasks shared = new SharedTasks(time);
 * SharedRegistry first = shared.registry();
 * SharedRegistry second = shared.registry();
 * }
 *
 * <p>Each {@link SharedRegistry} is the view of one engine. One that is {@linkplain SharedRegistry#cutOff() cut off} reaches
 * nothing any more, as when its process has died or its network is gone.
 */
public final class SharedTasks {

    private static final int EVERYTHING = 1_000;

    /** Who runs a task. */
    private record Home(UUID node, Lease lease) {}

    /** A node, when it last showed that it is alive and until when it is taken for so, and whether it is to start nothing more. */
    private record Member(Node node, Instant lastBeat, Instant aliveUntil, boolean draining) {}

    private final InstantSource clock;
    private final MemoryTaskRegistry tasks;
    private final Duration longestWait;
    private final Map<UUID, Member> members = new LinkedHashMap<>();
    private final Map<TaskId, Home> homes = new HashMap<>();
    private final Map<TaskId, Instant> due = new HashMap<>();
    private final List<SharedRegistry> views = new ArrayList<>();

    /**
     * Without a task yet. Nothing is ever forgotten.
     *
     * @param clock what time it is for all engines
     */
    public SharedTasks(InstantSource clock) {
        this(clock, new Retention(Integer.MAX_VALUE, Duration.ofDays(36_500)));
    }

    /**
     * Without a task yet.
     *
     * @param clock what time it is for all engines
     * @param retention how many ended tasks are remembered, and for how long
     */
    public SharedTasks(InstantSource clock, Retention retention) {
        this.clock = clock;
        this.tasks = new MemoryTaskRegistry(retention);
        this.longestWait = retention.maxAge();
    }

    /**
     * The view of one more engine.
     *
     * @return a registry for a builder
     */
    public synchronized SharedRegistry registry() {
        SharedRegistry view = new SharedRegistry(this);
        views.add(view);
        return view;
    }

    TaskRegistry tasks() {
        return tasks;
    }

    Duration longestWait() {
        return longestWait;
    }

    Instant now() {
        return clock.instant();
    }

    synchronized List<SharedRegistry> views() {
        return List.copyOf(views);
    }

    synchronized void accepted(TaskSnapshot task) {
        if (task.state() == TaskState.SCHEDULED) {
            due.put(task.id(), task.submission().startsAt());
        }
    }

    /** Applies a transition, and keeps beside the task who runs it and when it is due. */
    synchronized Optional<TaskSnapshot> apply(UUID node, TaskId id, Transition transition) {
        Optional<TaskSnapshot> after = tasks.apply(id, transition);
        after.ifPresent(task -> {
            if (transition.to() == TaskState.RUNNING) {
                homes.put(id, new Home(node, transition.lease().orElseThrow()));
            } else if (!task.state().isRunning()) {
                homes.remove(id);
            }
            if (!task.state().isRunning()) {
                due.remove(id);
            }
            transition.dueAt().ifPresent(at -> due.put(id, at));
        });
        return after;
    }

    @CanIgnoreReturnValue
    synchronized boolean beat(Node node, Liveness liveness) {
        boolean draining = members.containsKey(node.id()) && members.get(node.id()).draining;
        members.put(node.id(), new Member(node, now(), now().plus(liveness.lease()), draining));
        return !draining;
    }

    synchronized Optional<Instant> heartbeatOf(TaskId task) {
        return Optional.ofNullable(homes.get(task))
                .flatMap(home -> Optional.ofNullable(members.get(home.node)))
                .map(Member::lastBeat);
    }

    synchronized void leave(Node node) {
        members.remove(node.id());
    }

    synchronized List<Holding> heldBy(UUID node) {
        return holdings(home -> home.node.equals(node));
    }

    synchronized List<Holding> lapsed() {
        return holdings(home -> !isAlive(home.node));
    }

    private List<Holding> holdings(Predicate<Home> which) {
        return homes.entrySet().stream()
                .filter(home -> which.test(home.getValue()))
                .map(home -> new Holding(
                        home.getKey(),
                        home.getValue().lease,
                        find(home.getKey()).state()))
                .toList();
    }

    private boolean isAlive(UUID node) {
        Member member = members.get(node);
        return member != null && member.aliveUntil.isAfter(now());
    }

    private TaskSnapshot find(TaskId id) {
        return tasks.find(id).orElseThrow().snapshot();
    }

    synchronized List<TaskId> due() {
        return due.entrySet().stream()
                .filter(one -> !one.getValue().isAfter(now()))
                .sorted(Map.Entry.comparingByValue())
                .map(Map.Entry::getKey)
                .toList();
    }

    synchronized List<Candidate> startable(Admission admission, int atMost) {
        List<Candidate> running = homes.keySet().stream()
                .map(this::find)
                .map(SharedTasks::candidate)
                .toList();
        Set<String> paused = tasks.pausedTypes().stream().map(PausedType::type).collect(Collectors.toUnmodifiableSet());
        List<Candidate> waiting = tasks.list(TaskQuery.newest(EVERYTHING).in(TaskState.QUEUED)).reversed().stream()
                .map(SharedTasks::candidate)
                .filter(candidate -> !paused.contains(candidate.type()))
                .toList();
        return admission.choose(running, waiting, atMost);
    }

    private static Candidate candidate(TaskSnapshot task) {
        return new Candidate(
                task.id(),
                task.submission().type(),
                task.owner(),
                task.submission().terms().priority());
    }

    synchronized List<NodeStatus> nodes() {
        List<NodeStatus> nodes = new ArrayList<>();
        members.values()
                .forEach(member -> nodes.add(new NodeStatus(
                        member.node,
                        member.aliveUntil,
                        isAlive(member.node.id()),
                        member.draining,
                        heldBy(member.node.id()).size())));
        return nodes.reversed();
    }

    synchronized List<TaskSnapshot> runningOn(UUID node) {
        return heldBy(node).stream()
                .map(holding -> find(holding.task()))
                .sorted(Comparator.comparing(TaskSnapshot::id).reversed())
                .toList();
    }

    synchronized boolean drain(UUID node, boolean drain) {
        Member known = members.get(node);
        if (known != null) {
            members.put(node, new Member(known.node, known.lastBeat, known.aliveUntil, drain));
        }
        return known != null;
    }
}
