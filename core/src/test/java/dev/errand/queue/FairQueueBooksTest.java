package dev.errand.queue;

import static org.assertj.core.api.Assertions.assertThat;

import dev.errand.Demand;
import dev.errand.Owner;
import dev.errand.Permits;
import dev.errand.Priority;
import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What a queue keeps count of. */
class FairQueueBooksTest {

    private record Kind(String line, String owner) {}

    private static final class Task extends Waiting {
        private final Kind kind;

        Task(String line, String owner) {
            this.kind = new Kind(line, owner);
        }

        @Override
        protected String line() {
            return kind.line;
        }

        @Override
        protected Owner owner() {
            return Owner.of(kind.owner);
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

    private final FairQueue<Task> queue = new FairQueue<>(Permits.UNLIMITED.perOwner(1));

    private Task add(String line, String owner) {
        Task task = new Task(line, owner);
        queue.add(task);
        return task;
    }

    @Test
    void countsWhatRunsByType() {
        Task export = add("export", "ana");
        add("import", "bea");
        assertThat(queue.running("export")).isZero();
        assertThat(queue.take(task -> true)).isSameAs(export);

        assertThat(queue.running("export")).isEqualTo(1);
        assertThat(queue.running("import")).isZero();
        assertThat(queue.running("nothing")).isZero();

        queue.release(export);
        assertThat(queue.running("export")).isZero();
    }

    @Test
    void keepsBooksOfOwnersAndTypesWhileTheyAreThere() {
        Task first = add("export", "ana");
        Task second = add("import", "ana");
        Task third = add("import", "bea");
        assertThat(queue.owners()).isEqualTo(2);
        assertThat(queue.lines()).isEqualTo(2);

        queue.remove(first);
        queue.remove(second);
        assertThat(queue.owners()).isEqualTo(1);
        assertThat(queue.lines()).isEqualTo(1);

        queue.remove(third);
        assertThat(queue.owners()).isZero();
        assertThat(queue.lines()).isZero();
    }

    @Test
    void countsThoseWhoAreHeldBackInFront() {
        Task running = add("export", "ana");
        Task runningToo = add("export", "bea");
        Task heldBack = add("export", "ana");
        Task heldBackToo = add("export", "bea");
        Task behind = add("export", "cid");
        queue.take(task -> true);
        queue.take(task -> true);
        assertThat(queue.take(task -> true)).as("cid comes before the others").isSameAs(behind);
        Task last = add("export", "cid");
        assertThat(queue.take(task -> true)).as("all are held back").isNull();

        assertThat(queue.positionOf(running)).isEmpty();
        assertThat(queue.positionOf(runningToo)).isEmpty();
        assertThat(queue.positionOf(heldBack)).hasValue(1);
        assertThat(queue.positionOf(heldBackToo)).hasValue(2);
        assertThat(queue.positionOf(last)).hasValue(3);
    }

    @Test
    void forgetsThoseWhoAreHeldBackWhenItIsClosed() {
        Task running = add("export", "ana");
        queue.take(task -> true);
        Task heldBack = add("export", "ana");
        assertThat(queue.take(task -> true)).isNull();

        queue.close();
        queue.release(running);

        assertThat(queue.take(task -> true)).isNull();
        queue.remove(heldBack);
        queue.add(running);
        assertThat(queue.positionOf(running)).isEmpty();
    }

    /** A place that is put back after the end is nobody's. */
    @Test
    void takesNothingBackOnceItIsClosed() {
        Task running = add("export", "ana");
        queue.take(task -> true);
        queue.close();

        queue.putBack(running);

        assertThat(queue.positionOf(running)).isEmpty();
        assertThat(queue.owners()).isZero();
        assertThat(queue.lines()).isZero();
    }

    @Test
    void putsNothingBackThatWasRemovedMeanwhile() {
        Task task = add("export", "ana");
        queue.take(any -> true);
        queue.remove(task);

        queue.putBack(task);

        assertThat(queue.positionOf(task)).isEmpty();
        assertThat(queue.owners()).isZero();
    }

    @Test
    void putsBackOnceWhatWasRemovedAndAddedMeanwhile() {
        Task task = add("export", "ana");
        queue.take(any -> true);
        queue.remove(task);
        queue.add(task);

        queue.putBack(task);

        assertThat(queue.positionOf(task)).hasValue(1);
        assertThat(queue.take(any -> true)).isSameAs(task);
        queue.release(task);
        assertThat(queue.positionOf(task)).as("once").isEmpty();
    }

    @Test
    void takesInWhatWasRemovedBeforeItCame() {
        Task task = new Task("export", "ana");
        queue.remove(task);

        queue.add(task);

        assertThat(queue.positionOf(task)).hasValue(1);
    }

    /** Whatever was asked, the next one who asks, from another thread, gets an answer. */
    @Test
    void holdsNobodyUp() throws InterruptedException {
        Task task = add("export", "ana");
        askFromElsewhere(() -> queue.add(task));
        askFromElsewhere(() -> assertThat(queue.positionOf(task)).hasValue(1));
        askFromElsewhere(() -> assertThat(queue.take(any -> true)).isSameAs(task));
        askFromElsewhere(() -> queue.putBack(task));
        askFromElsewhere(() -> queue.remove(task));
        IntStream.range(0, 2).forEach(i -> queue.running("export"));
        askFromElsewhere(() -> assertThat(queue.owners() + queue.lines()).isZero());
        queue.owners();
        askFromElsewhere(queue::lines);
        queue.lines();
        askFromElsewhere(queue::close);
        queue.close();
        askFromElsewhere(() -> queue.running("export"));
    }

    private void askFromElsewhere(Runnable question) throws InterruptedException {
        queue.positionOf(new Task("export", "bea"));
        Thread asking = Thread.ofPlatform().daemon().start(question);
        assertThat(asking.join(Duration.ofSeconds(5))).as("an answer").isTrue();
    }
}
