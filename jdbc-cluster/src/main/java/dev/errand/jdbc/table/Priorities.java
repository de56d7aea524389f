package dev.errand.jdbc.table;

import dev.errand.Priority;

/** Priorities as the tables keep them: the higher goes first. */
public final class Priorities {

    private static final long LOW = 0;
    private static final long NORMAL = 1;
    private static final long HIGH = 2;

    private Priorities() {}

    public static long number(Priority priority) {
        return switch (priority) {
            case LOW -> LOW;
            case NORMAL -> NORMAL;
            case HIGH -> HIGH;
        };
    }

    public static Priority of(long number) {
        if (number == NORMAL) {
            return Priority.NORMAL;
        }
        return number > NORMAL ? Priority.HIGH : Priority.LOW;
    }
}
