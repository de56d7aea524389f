package dev.errand.testkit.crash;

import dev.errand.Artifact;
import dev.errand.ItemLoop;
import dev.errand.Owner;
import dev.errand.TaskCancelledException;
import dev.errand.TaskContext;
import dev.errand.TaskId;
import dev.errand.TraceParent;
import dev.errand.ledger.Ledger;
import dev.errand.progress.ProgressReporter;
import java.util.Iterator;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/** The context of an attempt, with a watch on what the task asks of it. */
final class WatchedContext implements TaskContext {

    private final TaskContext context;
    private final TaskId id;
    private final Watch watch;

    /** The id is the one that people know, also on a machine that has taken the task over. */
    WatchedContext(TaskContext context, TaskId id, Watch watch) {
        this.context = context;
        this.id = id;
        this.watch = watch;
    }

    @Override
    public TaskId id() {
        return id;
    }

    @Override
    public String type() {
        return context.type();
    }

    @Override
    public String title() {
        return context.title();
    }

    @Override
    public Owner owner() {
        return context.owner();
    }

    @Override
    public Optional<TraceParent> trace() {
        return context.trace();
    }

    @Override
    public int attempt() {
        return context.attempt();
    }

    @Override
    public ProgressReporter progress() {
        return context.progress();
    }

    @Override
    public boolean isCancelled() {
        watch.at(Point.CALL);
        boolean cancelled = context.isCancelled();
        if (cancelled) {
            watch.toldToStop();
        } else {
            watch.at(Point.ITEM);
        }
        return cancelled;
    }

    @Override
    public void checkCancelled() {
        watch.at(Point.LOOK);
        watch.heed(() -> context.checkCancelled());
        watch.at(Point.ITEM);
    }

    @Override
    public <T> Iterable<T> over(Iterable<T> items) {
        Iterable<T> tracked = context.over(items);
        return () -> new WatchedIterator<>(tracked.iterator(), watch);
    }

    @Override
    public <T> Iterator<T> over(Iterator<T> items) {
        return new WatchedIterator<>(context.over(items), watch);
    }

    @Override
    public <T> Stream<T> over(Stream<T> items) {
        return context.over(items.peek(item -> watch.at(Point.LOOK))).peek(item -> watch.at(Point.ITEM));
    }

    @Override
    public <T> ItemLoop<T> each(Iterable<T> items) {
        return new WatchedLoop<>(context.each(WatchedItems.of(items, watch)), watch);
    }

    @Override
    public <T, C> ItemLoop<T> each(
            Class<C> cursorType,
            Function<Optional<C>, ? extends Iterable<T>> itemsAfter,
            Function<? super T, ? extends C> cursorOf) {
        Function<Optional<C>, Iterable<T>> watched = last -> WatchedItems.of(itemsAfter.apply(last), watch);
        return new WatchedLoop<>(context.each(cursorType, watched, cursorOf), watch);
    }

    @Override
    public <C> Optional<C> checkpoint(Class<C> type) {
        watch.at(Point.CALL);
        return context.checkpoint(type);
    }

    @Override
    public void checkpoint(Object cursor) {
        watch.at(Point.CALL);
        watch.heed(() -> context.checkpoint(cursor));
    }

    @Override
    public void checkpoint(Object cursor, Effect effect) throws Exception {
        watch.at(Point.CALL);
        watch.heed(() -> context.checkpoint(cursor, effect));
    }

    @Override
    public boolean includes(String itemKey) {
        return context.includes(itemKey);
    }

    @Override
    public Ledger ledger() {
        watch.at(Point.CALL);
        return context.ledger();
    }

    @Override
    public void pointOfNoReturn() {
        watch.at(Point.CALL);
        watch.heed(() -> context.pointOfNoReturn());
    }

    @Override
    public Artifact writeArtifact(String fileName, String mediaType, Artifact.Body body) throws Exception {
        watch.at(Point.CALL);
        try {
            return context.writeArtifact(fileName, mediaType, body);
        } catch (TaskCancelledException stop) {
            watch.toldToStop();
            throw stop;
        }
    }
}
