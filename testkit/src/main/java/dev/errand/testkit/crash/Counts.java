package dev.errand.testkit.crash;

/**
 * What an attempt has come across.
 *
 * @param items how many items it was given, and how often it was told that it need not stop
 * @param saving how many checkpoints it was about to save
 * @param saved how many it has saved
 */
record Counts(int items, int saving, int saved) {

    static final Counts NONE = new Counts(0, 0, 0);

    Counts and(Point point) {
        return switch (point) {
            case ITEM -> new Counts(items + 1, saving, saved);
            case SAVING -> new Counts(items, saving + 1, saved);
            case SAVED -> new Counts(items, saving, saved + 1);
            case LOOK, CALL, THROUGH -> this;
        };
    }
}
