package dev.errand.engine;

import dev.errand.Artifact;
import dev.errand.InvalidInputException;
import dev.errand.ItemLoop;
import dev.errand.Owner;
import dev.errand.TaskContext;
import dev.errand.TaskId;
import dev.errand.TaskSnapshot;
import dev.errand.TraceParent;
import dev.errand.ledger.Ledger;
import dev.errand.progress.FailedItem;
import dev.errand.progress.ProgressReporter;
import dev.errand.registry.Checkpoint;
import dev.errand.registry.Encoded;
import dev.errand.registry.StartingPoint;
import java.util.Iterator;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** An attempt, as its task sees it. */
final class AttemptContext implements TaskContext {

    /**
     * Virtual threads are not preempted: a task that computes would keep its carrier from all others. So it lies down for a
     * moment after each slice of time. A yield would not do: carriers serve those that have just yielded before those
     * that are new.
     */
    private static final long SLICE_NANOS = 5_000_000;

    private static final int CHECKS_BETWEEN_LOOKS = 64;

    private final TaskSnapshot started;
    private final Attempt<?> attempt;
    private final AttemptWriter writer;
    private final @Nullable Set<String> onlyItems;
    private final AttemptLedger ledger;
    private volatile @Nullable Object cursor;

    private final AtomicBoolean looped = new AtomicBoolean();

    /** Both without a lock on purpose: about every so often is good enough. */
    private int checks;

    private long sliceBegan = System.nanoTime();

    AttemptContext(TaskSnapshot started, StartingPoint from, Attempt<?> attempt, AttemptWriter writer) {
        this.started = started;
        this.attempt = attempt;
        this.writer = writer;
        this.onlyItems = from.onlyItems().orElse(null);
        this.ledger = new AttemptLedger(attempt, writer, from);
        this.cursor = from.checkpoint().map(Checkpoint::cursor).orElse(null);
    }

    @Override
    public TaskId id() {
        return started.id();
    }

    @Override
    public String type() {
        return started.submission().type();
    }

    @Override
    public String title() {
        return started.title();
    }

    @Override
    public Owner owner() {
        return started.owner();
    }

    @Override
    public Optional<TraceParent> trace() {
        return started.submission().terms().trace();
    }

    @Override
    public int attempt() {
        return started.status().attempt();
    }

    @Override
    public ProgressReporter progress() {
        return attempt.tracker();
    }

    @Override
    public boolean isCancelled() {
        return attempt.stop().isRaised();
    }

    @Override
    public void checkCancelled() {
        attempt.stop().check();
        if (++checks % CHECKS_BETWEEN_LOOKS == 0) {
            letOthersRun();
        }
        if (attempt.hasFailedTooOften(false)) {
            throw Failures.tooMany(attempt.counts());
        }
    }

    private void letOthersRun() {
        if (Thread.currentThread().isVirtual() && System.nanoTime() - sliceBegan > SLICE_NANOS) {
            LockSupport.parkNanos(1);
            sliceBegan = System.nanoTime();
        }
    }

    @Override
    public <T> Iterable<T> over(Iterable<T> items) {
        return attempt.tracker().over(items, this::checkCancelled);
    }

    @Override
    public <T> Iterator<T> over(Iterator<T> items) {
        return attempt.tracker().over(items, this::checkCancelled);
    }

    @Override
    public <T> Stream<T> over(Stream<T> items) {
        return attempt.tracker().over(items, this::checkCancelled);
    }

    @Override
    public <T> ItemLoop<T> each(Iterable<T> items) {
        return new ResumableLoop<>(this, attempt, LoopSource.byPosition(items));
    }

    @Override
    public <T, C> ItemLoop<T> each(
            Class<C> cursorType,
            Function<Optional<C>, ? extends Iterable<T>> itemsAfter,
            Function<? super T, ? extends C> cursorOf) {
        return new ResumableLoop<>(this, attempt, LoopSource.byCursor(cursorType, itemsAfter, cursorOf));
    }

    @Override
    public <C> Optional<C> checkpoint(Class<C> type) {
        attempt.markResumable();
        Object saved = cursor;
        if (saved != null && !(saved instanceof Encoded) && !type.isInstance(saved)) {
            throw new InvalidInputException(
                    "checkpoint type",
                    type.getName(),
                    "be the one that was saved: " + saved.getClass().getName());
        }
        return Optional.ofNullable(saved).map(value -> Encoded.decoded(value, type));
    }

    /** Says that the task has a loop that saves where it is. */
    void beginLoop() {
        if (looped.getAndSet(true)) {
            throw new IllegalStateException(
                    "a task has one each(...).forEach(...) loop, since another one would take its"
                            + " checkpoints: use over(...) for the other, or save checkpoints yourself");
        }
    }

    @Override
    public void checkpoint(Object reached) {
        Objects.requireNonNull(reached, "cursor");
        attempt.markResumable();
        writer.save(reached);
        cursor = reached;
    }

    @Override
    public void checkpoint(Object reached, Effect effect) throws Exception {
        Objects.requireNonNull(reached, "cursor");
        writer.requireHeld();
        effect.happen();
        checkpoint(reached);
    }

    @Override
    public boolean includes(String itemKey) {
        Set<String> only = onlyItems;
        return only == null || only.contains(itemKey) || only.contains(keyWhenFailed(itemKey));
    }

    /** A failed item is listed under a key that was made fit for one line. */
    private static String keyWhenFailed(String itemKey) {
        return itemKey.isBlank() ? itemKey : FailedItem.keyOf(itemKey);
    }

    /** How many items are to be done again; -1 if all of them are. */
    int onlyItemsCount() {
        Set<String> only = onlyItems;
        return only == null ? -1 : only.size();
    }

    @Override
    public Ledger ledger() {
        attempt.markResumable();
        return ledger;
    }

    @Override
    public void pointOfNoReturn() {
        attempt.stop().check();
        if (!writer.passNoReturn()) {
            attempt.stop().raise(writer.isPausing() ? StopSignal.Reason.PAUSED : StopSignal.Reason.CANCELLED);
            attempt.stop().check();
        }
    }

    @Override
    public Artifact writeArtifact(String fileName, String mediaType, Artifact.Body body) throws Exception {
        letOthersRun();
        return writer.writeArtifact(fileName, mediaType, body);
    }
}
