package dev.errand.registry;

import dev.errand.Command;
import java.time.Instant;

/**
 * A type of which no task is begun until somebody lets it go on. Its tasks are submitted and wait as before.
 *
 * @param type its name
 * @param by who paused it, and why
 * @param since when
 */
public record PausedType(String type, Command by, Instant since) {}
