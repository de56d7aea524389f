package dev.errand.testkit.crash;

/** Says where a task is to be held. It is held there once, the first time. */
@FunctionalInterface
interface Hold {

    /** Whether it is here, where it has come across so much, this point included. */
    boolean isAt(Point point, Counts counts);

    static Hold nowhere() {
        return (point, counts) -> false;
    }

    /** Where it works on its n-th item; after the last of them, where it is through. */
    static Hold atItem(int number) {
        return (point, counts) -> (point == Point.ITEM && counts.items() == number) || point == Point.THROUGH;
    }

    static Hold beforeCheckpoint(int number) {
        return (point, counts) -> point == Point.SAVING && counts.saving() == number;
    }

    static Hold afterCheckpoint(int number) {
        return (point, counts) -> point == Point.SAVED && counts.saved() == number;
    }

    static Hold atTheEnd() {
        return (point, counts) -> point == Point.THROUGH;
    }

    /** Where it next asks something of its context; if it does not any more, where it is through. */
    static Hold inTheCallAfterCheckpoint(int number) {
        return (point, counts) ->
                point == Point.THROUGH || ((point == Point.LOOK || point == Point.CALL) && counts.saved() >= number);
    }
}
