package dev.errand.progress;

/** How much an estimate of the time left is worth. */
public enum Confidence {
    /** Little measured, an unsteady task, or earlier runs only: better shown as "about", or not at all. */
    LOW,

    /** A steady rate, measured long enough. */
    GOOD
}
