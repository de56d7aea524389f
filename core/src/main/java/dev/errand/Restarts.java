package dev.errand;

/**
 * What becomes of a task whose process died, froze or lost the database while it ran, through no failure of its own. Only
 * a registry that outlives the process has such tasks.
 *
 * <p>A task that takes its process down with it each time would do so for ever, on one machine after the other: after some
 * attempts that were lost it is given up, and has failed.
 *
 * @param lostAttempts how many attempts may be lost until the task is given up, since a person last asked for it; zero to
 *     leave the task interrupted, for a person to decide, since nobody knows what the lost attempt has done
 */
public record Restarts(int lostAttempts) {

    /** It is run again, and given up with the fifth attempt that is lost. */
    public static final Restarts DEFAULT = new Restarts(5);

    /** It is not run again by itself. */
    public static final Restarts NEVER = new Restarts(0);

    /** What is decided when one more attempt was lost. */
    public enum Decision {
        /** Another attempt follows. */
        RESTART,
        /** The task stays interrupted until a person decides. */
        ASK,
        /** The task has failed. */
        GIVE_UP
    }

    /**
     * Checks the number.
     *
     * @throws InvalidInputException if it is negative
     */
    public Restarts {
        if (lostAttempts < 0) {
            throw new InvalidInputException("lost attempts", lostAttempts, "be zero or more");
        }
    }

    /**
     * Whether a task is begun at most once.
     *
     * @return true if an attempt that was lost is followed by none
     */
    public boolean never() {
        return lostAttempts == 0;
    }

    /**
     * Decides what becomes of a task.
     *
     * @param losses how many of its attempts were lost, with this one; 1 or more
     * @return what follows
     */
    public Decision after(int losses) {
        if (never()) {
            return Decision.ASK;
        }
        return losses < lostAttempts ? Decision.RESTART : Decision.GIVE_UP;
    }
}
