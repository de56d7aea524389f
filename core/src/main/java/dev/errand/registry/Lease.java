package dev.errand.registry;

import java.util.UUID;

/**
 * The proof that this attempt, and no other, may write to the task. The registry keeps the token of the latest attempt
 * and refuses every write that comes with another one.
 *
 * @param token random, and never used twice
 */
public record Lease(UUID token) {}
