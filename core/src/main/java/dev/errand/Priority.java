package dev.errand;

/** Which of the tasks that wait goes first. Within a priority, owners take turns. */
public enum Priority {
    /** Only when nothing else waits that could start. */
    LOW,
    /** In turn. */
    NORMAL,
    /** Before everything else. */
    HIGH
}
