package dev.errand;

import java.time.Duration;
import java.util.Optional;

/**
 * Where a task stands in the queue.
 *
 * @param position 1 for the task of its type that starts next; a registry in a database does not count further than to 1,001
 * @param expectedWait how long until it starts, as far as earlier tasks of its type tell; empty while they do not
 */
public record QueuePlace(int position, Optional<Duration> expectedWait) {}
