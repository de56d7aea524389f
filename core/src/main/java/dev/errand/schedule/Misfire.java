package dev.errand.schedule;

/** What becomes of slots that were missed, because nothing ran when they came, or the machine was too slow. */
public enum Misfire {
    /** The latest slot is run if it is on time, that is, within the tolerance; others are given up. */
    SKIP,
    /** The latest slot is run, however late; it stands for all that came before it. */
    RUN_ONCE,
    /** Every slot is run, the oldest first; of more than a hundred, the latest hundred. */
    RUN_ALL
}
