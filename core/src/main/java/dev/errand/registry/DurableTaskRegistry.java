package dev.errand.registry;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import dev.errand.Owner;
import dev.errand.TaskId;
import dev.errand.TaskSnapshot;
import dev.errand.TaskType;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;

/**
 * A registry that outlives the process, and may be shared by several of them, each of which is a {@link Node}.
 *
 * <p>A task that runs belongs to its node for as long as that shows, by {@link #beat}, that it is alive. When its lease has
 * lapsed, every other node may find the task among {@link #lapsed} and take it over. What the former node writes then is
 * refused, since it comes with the lease of an attempt that is over. All leases go by the clock of the registry, so the
 * clocks of nodes need not agree.
 *
 * <p>A registry object serves one engine. Every method may be called from any thread, and blocks while it talks to the
 * database; each may throw {@link RegistryUnavailableException}.
 */
public interface DurableTaskRegistry extends TaskRegistry, AutoCloseable {

    /**
     * Begins to serve an engine: prepares or checks what the registry is kept in. The first call of all. If it throws, nothing is
     * open, and it may be called again.
     *
     * @param node the engine
     * @param liveness how it shows that it is alive
     * @param types the types that it knows, by their names: nothing but their inputs and results is ever read
     * @param listener who is told what other nodes do
     * @throws dev.errand.ErrandException if what the registry is kept in does not fit; it names what, and what to do
     */
    void open(Node node, Liveness liveness, Map<String, TaskType<?, ?>> types, RegistryListener listener);

    /**
     * The time by the registry's own clock, as near as is known here. Does not block.
     *
     * @return an instant that all nodes agree on
     */
    Instant now();

    /**
     * Whether what the calling thread adds now belongs to a transaction of the host's: nobody sees it until that commits,
     * and it never was if that does not.
     *
     * @return false if what is added is accepted when {@link #add} returns
     */
    boolean isInTransaction();

    /**
     * Says that this node is alive, and extends its lease.
     *
     * @return false if somebody has asked it to start nothing more
     */
    boolean beat();

    /**
     * When the node that runs a task has last shown that it is alive.
     *
     * @param task its id
     * @return empty unless a node runs it
     */
    Optional<Instant> heartbeatOf(TaskId task);

    /**
     * What this node runs, as the registry has it.
     *
     * @return one entry for each task
     */
    List<Holding> held();

    /**
     * What nodes run whose lease has lapsed.
     *
     * @param atMost how many at most
     * @return those tasks, with the leases of the attempts that are lost
     */
    List<Holding> lapsed(int atMost);

    /**
     * The tasks that wait for a time that has come.
     *
     * @param atMost how many at most
     * @return the ids of those that are to be {@linkplain Transition#wake woken}, the longest due first
     */
    List<TaskId> due(int atMost);

    /**
     * The tasks that wait and may start now, within the limits: by priority, then by turns between owners, those with fewer
     * running tasks first, then by age.
     *
     * @param admission what may start
     * @param atMost how many at most
     * @return the first of them, in their order
     */
    List<Candidate> startable(Admission admission, int atMost);

    /**
     * How many tasks of its type are before a task in the queue, and one more. Pages ask this often: who has counted a thousand
     * need not go on.
     *
     * @param task its id
     * @return empty unless it is queued
     */
    OptionalInt positionOf(TaskId task);

    /**
     * How many tasks wait for their first start.
     *
     * @return the number, which may be a second old
     */
    long waiting();

    /**
     * How many tasks of one owner wait for their first start.
     *
     * @param owner the owner
     * @return the number
     */
    long waitingOf(Owner owner);

    /**
     * For how long a task waits for an application that can run it, before it is given up: as long as one that has ended is
     * kept.
     *
     * @return more than zero
     */
    Duration longestWait();

    /**
     * Those of some tasks that have changed.
     *
     * @param known the versions that are known of them
     * @return the tasks with another version; those that are forgotten are not among them
     */
    List<TaskSnapshot> newerThan(Map<TaskId, Long> known);

    /**
     * The nodes that are alive or were so lately.
     *
     * @return this one among them, the latest started first
     */
    List<NodeStatus> nodes();

    /**
     * What a node runs, by its id.
     *
     * @param node its id
     * @return the newest first, a thousand at most; none if there is no such node
     */
    List<TaskSnapshot> runningOn(UUID node);

    /**
     * Asks a node to start nothing more, or to do so again. It sees that with its next heartbeat.
     *
     * @param node its id
     * @param drain whether to start nothing more
     * @return false if there is no such node
     */
    @CanIgnoreReturnValue
    boolean drain(UUID node, boolean drain);

    /** Takes leave: the node is not alive any more, and what the registry holds open is closed. */
    @Override
    void close();
}
