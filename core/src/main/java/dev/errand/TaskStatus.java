package dev.errand;

import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Where a task stands, apart from what it counts.
 *
 * @param state its state
 * @param attempt how many attempts have begun; zero before the first
 * @param startedAt when the latest attempt began
 * @param endedAt when the task ended
 * @param outcome how it ended
 */
public record TaskStatus(
        TaskState state,
        int attempt,
        Optional<Instant> startedAt,
        Optional<Instant> endedAt,
        Optional<Outcome<? extends @Nullable Object>> outcome) {}
