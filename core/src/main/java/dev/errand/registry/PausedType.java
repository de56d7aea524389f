package dev.errand.registry;

import dev.errand.Command;
import dev.errand.InvalidInputException;
import dev.errand.TaskType;
import java.time.Instant;

/**
 * A type of which no task is begun until somebody lets it go on. Its tasks are submitted and wait as before.
 *
 * @param type its name
 * @param by who paused it, and why
 * @param since when
 */
public record PausedType(String type, Command by, Instant since) {

    /**
     * Checks the name.
     *
     * @throws InvalidInputException if no type can have that name
     */
    public PausedType {
        type = TaskType.named(type, Void.class, Void.class).name();
    }
}
