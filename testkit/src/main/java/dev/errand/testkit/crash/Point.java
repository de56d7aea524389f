package dev.errand.testkit.crash;

/** Where a task can be held. */
enum Point {
    /** It is about to ask for an item, or whether it should stop. */
    LOOK,
    /** It is about to ask something else of its context. */
    CALL,
    /** It has got an item, or was told to go on. */
    ITEM,
    /** A checkpoint is about to be saved. */
    SAVING,
    /** A checkpoint has just been saved. */
    SAVED,
    /** Its code is through, and its end is not written down yet. */
    THROUGH
}
