package dev.errand.engine;

import dev.errand.Command;
import dev.errand.registry.PausedType;
import dev.errand.registry.TaskRegistry;
import dev.errand.time.TimeSource;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps whole types from being begun. The registry knows which, and leaves them out when it is asked what may start. */
final class Pauses {

    private static final Logger LOG = LoggerFactory.getLogger(Pauses.class);

    private final TaskRegistry registry;
    private final TimeSource time;
    private final Runnable wake;

    /**
     * For the types of a registry.
     *
     * @param wake is told that something may start again
     */
    Pauses(TaskRegistry registry, TimeSource time, Runnable wake) {
        this.registry = registry;
        this.time = time;
        this.wake = wake;
    }

    List<PausedType> list() {
        return registry.pausedTypes();
    }

    boolean pause(String type, Command command) {
        boolean paused = registry.pauseType(new PausedType(type, command, time.instant()));
        if (paused) {
            log("A type of tasks was paused", type, command);
            wake.run();
        }
        return paused;
    }

    boolean resume(String type, Command command) {
        boolean resumed = registry.resumeType(type);
        if (resumed) {
            log("A type of tasks may be begun again", type, command);
            wake.run();
        }
        return resumed;
    }

    private static void log(String what, String type, Command command) {
        LOG.atInfo()
                .addKeyValue(TaskMdc.TASK_TYPE, type)
                .addKeyValue("by", command.by())
                .addKeyValue("reason", command.reason())
                .log(what);
    }
}
