package dev.errand.jdbc.queue;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import dev.errand.Owner;
import dev.errand.Priority;
import dev.errand.Submission;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;

/**
 * Gives each task its turn when it is submitted: the one after the latest of its owner, but none that has passed already. Who
 * goes next is then a matter of order, and takes no longer to tell if one owner has a million tasks and another has one; and
 * the other's goes next.
 *
 * <p>This is start-time fair queueing (Goyal, Vin and Cheng, SIGCOMM 1996) with tasks of equal length, for each type and
 * priority by itself. A process counts the turns of what it is given itself, and learns from the database which have passed: so
 * an owner who submits to two of them gets two turns at a time.
 */
public final class FairQueueing {

    private static final int MOST_FLOWS = 10_000;

    /** What is queued together. */
    public record Queue(String type, Priority priority) {}

    /** What takes turns. */
    private record Flow(Queue queue, Owner owner) {}

    private final Map<Queue, Long> passed = new HashMap<>();

    /** The latest turns, of those that submitted something lately. */
    private final SequencedMap<Flow, Long> latest = new LinkedHashMap<>(16, 0.75f, true);

    public synchronized long nextTurn(Submission submission) {
        Queue queue = new Queue(submission.type(), submission.terms().priority());
        Flow flow = new Flow(queue, submission.owner());
        long turn = Math.max(passed(queue), latest.getOrDefault(flow, -1L) + 1);
        latest.put(flow, turn);
        if (latest.size() > MOST_FLOWS) {
            latest.pollFirstEntry();
        }
        return turn;
    }

    /** One that waited is given up: whoever is next in its flow need not come after it. */
    public synchronized void giveBack(Submission submission) {
        Queue queue = new Queue(submission.type(), submission.terms().priority());
        latest.computeIfPresent(new Flow(queue, submission.owner()), (flow, turn) -> turn - 1);
    }

    /** The turn of those that have begun last. */
    synchronized long passed(Queue queue) {
        return passed.getOrDefault(queue, 0L);
    }

    /** Whether a turn is later than any that has passed, as far as was known. */
    @CanIgnoreReturnValue
    public synchronized boolean pass(Queue queue, long turn) {
        long before = passed(queue);
        passed.put(queue, Math.max(before, turn));
        return turn > before;
    }
}
