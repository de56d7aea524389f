package dev.errand.queue;

import dev.errand.Demand;
import dev.errand.Owner;
import dev.errand.Priority;

/**
 * Something that waits in a {@link FairQueue}. It carries its own place, since there may be a million of them and an
 * object less for each counts.
 */
public abstract class Waiting {

    /** Where its owner's turns had come to when it was added. Guarded by the queue's lock, as all of these. */
    long turn;

    /** Counts those that were added before it. */
    long number;

    /** How it stands with the queue. */
    enum Stage {
        OUTSIDE,
        WAITING,
        /** Its owner runs as many as she may. */
        HELD_BACK,
        /** It has permits; what follows is that, too. */
        TAKEN,
        /** It was added meanwhile, and gets a new place when it is released. */
        RETURNING,
        /** It was removed meanwhile, and is not put back. */
        LEAVING;

        boolean isTaken() {
            return this == TAKEN || this == RETURNING || this == LEAVING;
        }
    }

    Stage stage = Stage.OUTSIDE;

    /** For the subclass. */
    protected Waiting() {}

    /**
     * Which line it stands in.
     *
     * @return the name of a task type
     */
    protected abstract String line();

    /**
     * With whom it takes turns.
     *
     * @return its owner
     */
    protected abstract Owner owner();

    /**
     * Before whom it goes.
     *
     * @return its priority
     */
    protected abstract Priority priority();

    /**
     * What it needs in order to start.
     *
     * @return the same for all in a line
     */
    protected abstract Demand demand();
}
