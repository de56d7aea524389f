package dev.errand;

import java.time.Instant;

/**
 * One step in the life of a task: into which state it came, when, by whom and why.
 *
 * @param at when
 * @param state the state that began
 * @param attempt how many attempts had begun by then
 * @param by who asked for it; empty for the engine itself
 * @param note why, in words that its owner may read; empty if there is nothing to say
 */
public record TimelineEntry(Instant at, TaskState state, int attempt, String by, String note) {}
