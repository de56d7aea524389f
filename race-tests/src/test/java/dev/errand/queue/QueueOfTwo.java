package dev.errand.queue;

import dev.errand.Demand;
import dev.errand.Owner;
import dev.errand.Permits;
import dev.errand.Priority;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A queue, and two tasks of an owner who may run one at a time. */
abstract class QueueOfTwo {

    private static final Owner ANA = Owner.of("ana");
    private static final Permits ONE = Permits.UNLIMITED.perOwner(1);

    final FairQueue<Task> queue = new FairQueue<>(ONE);
    final Task first = new Task("first");
    final Task second = new Task("second");

    static String nameOf(@Nullable Task task) {
        return task == null ? "nothing" : task.name;
    }

    /** What runs and what waits; and whether the one agrees with the other. */
    final String end() {
        int running = queue.running("race");
        long waiting = Stream.of(first, second)
                .filter(task -> queue.positionOf(task).isPresent())
                .count();
        if (running == 0 && waiting == 0) {
            return queue.owners() == 0 && queue.lines() == 0 ? "empty" : "empty, but not forgotten";
        }
        String run = running == 0 ? "" : running + " running";
        String wait = waiting == 0 ? "" : waiting + " waiting";
        return run.isEmpty() || wait.isEmpty() ? run + wait : run + ", " + wait;
    }

    /** Something that waits. */
    static final class Task extends Waiting {

        private final String name;

        Task(String name) {
            this.name = name;
        }

        @Override
        protected String line() {
            return "race";
        }

        @Override
        protected Owner owner() {
            return ANA;
        }

        @Override
        protected Priority priority() {
            return Priority.NORMAL;
        }

        @Override
        protected Demand demand() {
            return Demand.DEFAULT;
        }
    }
}
