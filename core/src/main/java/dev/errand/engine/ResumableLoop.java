package dev.errand.engine;

import static java.time.Duration.ofSeconds;
import static java.util.concurrent.TimeUnit.NANOSECONDS;

import dev.errand.InvalidInputException;
import dev.errand.ItemLoop;
import dev.errand.TaskCancelledException;
import java.time.Duration;
import java.util.Collection;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A loop that saves checkpoints as it goes, and outlives items that fail if they have a key. */
final class ResumableLoop<T, C> implements ItemLoop<T> {

    private static final Logger LOG = LoggerFactory.getLogger(ResumableLoop.class);

    /** How far apart checkpoints are. */
    private record Spacing(int items, Duration time) {}

    private final AttemptContext context;
    private final Attempt<?> attempt;
    private final LoopSource<T, C> source;
    private final @Nullable Function<? super T, String> key;
    private final Spacing spacing;

    ResumableLoop(AttemptContext context, Attempt<?> attempt, LoopSource<T, C> source) {
        this(context, attempt, source, null, new Spacing(100, ofSeconds(5)));
    }

    private ResumableLoop(
            AttemptContext context,
            Attempt<?> attempt,
            LoopSource<T, C> source,
            @Nullable Function<? super T, String> key,
            Spacing spacing) {
        this.context = context;
        this.attempt = attempt;
        this.source = source;
        this.key = key;
        this.spacing = spacing;
    }

    @Override
    public ItemLoop<T> keyedBy(Function<? super T, String> itemKey) {
        return new ResumableLoop<>(context, attempt, source, itemKey, spacing);
    }

    @Override
    public ItemLoop<T> savingEvery(int items, Duration time) {
        if (items < 1) {
            throw new InvalidInputException("items", items, "be 1 or more");
        }
        if (!time.isPositive()) {
            throw new InvalidInputException("time", time, "be more than zero");
        }
        return new ResumableLoop<>(context, attempt, source, key, new Spacing(items, time));
    }

    @Override
    public void forEach(Action<? super T> action) throws Exception {
        context.beginLoop();
        new Run(action).toTheEnd();
    }

    /** One run through the items, on one thread. */
    private final class Run {

        private final Action<? super T> action;
        private final Optional<C> start = context.checkpoint(source.cursorType());
        private long position = source.startOf(start);
        private @Nullable C reached;
        private int unsaved;
        private long savedAt = attempt.nanoTime();
        private boolean failureLogged;

        Run(Action<? super T> action) {
            this.action = action;
        }

        void toTheEnd() throws Exception {
            Iterable<T> items = source.after().apply(start);
            expect(items);
            try {
                for (T item : items) {
                    position++;
                    context.checkCancelled();
                    String itemKey = keyOf(item);
                    if (itemKey == null || context.includes(itemKey)) {
                        turn(item, itemKey);
                        passed(item);
                    }
                }
            } catch (Throwable e) {
                saveOnTheWayOut(e);
                throw e;
            }
            save();
        }

        private void expect(Iterable<T> items) {
            long failedBefore = context.onlyItemsCount();
            if (failedBefore >= 0) {
                context.progress().total(failedBefore);
            } else if (items instanceof Collection<?> known) {
                context.progress().expect(known.size());
            } else {
                source.count().apply(start).ifPresent(context.progress()::expect);
            }
        }

        private @Nullable String keyOf(T item) {
            return key == null ? null : ItemKeys.require(key.apply(item));
        }

        private void turn(T item, @Nullable String itemKey) throws Exception {
            attempt.tracker().beginTurn();
            try {
                action.accept(item);
            } catch (TaskCancelledException | InterruptedException stopped) {
                throw stopped;
            } catch (Exception e) {
                if (itemKey == null || attempt.stop().wasInterrupted()) {
                    throw e;
                }
                failed(itemKey, e);
            }
            attempt.tracker().endTurn();
        }

        /**
         * An item that has counted itself is not counted again. The first failure is worth a stack trace; the others are
         * like it, or are asked for.
         */
        private void failed(String itemKey, Exception e) {
            if (!attempt.tracker().hasSettledTurn()) {
                context.progress().failed(itemKey, Failures.sentenceFor(e));
            }
            if (failureLogged) {
                LOG.debug("Item {} failed", itemKey, e);
            } else {
                failureLogged = true;
                LOG.warn("Item {} failed; more of them are logged at level debug", itemKey, e);
            }
        }

        private void passed(T item) {
            reached = source.cursorOf().at(item, position);
            unsaved++;
            if (unsaved >= spacing.items() || attempt.nanoTime() - savedAt >= NANOSECONDS.convert(spacing.time())) {
                save();
            }
        }

        private void save() {
            C cursor = reached;
            if (unsaved > 0 && cursor != null) {
                context.checkpoint(cursor);
                unsaved = 0;
                savedAt = attempt.nanoTime();
            }
        }

        /** What was done is done, however the loop ends. */
        private void saveOnTheWayOut(Throwable why) {
            try {
                save();
            } catch (RuntimeException notSaved) {
                why.addSuppressed(notSaved);
            }
        }
    }
}
