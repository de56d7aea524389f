package dev.errand.spring.engine;

import dev.errand.engine.TaskEngine;
import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/**
 * Begins to run tasks when the application starts, and shuts the engine down when it stops: after the web server, so that whoever
 * submits is answered, and before any bean is destroyed, so that tasks have their database to the end.
 */
public final class TaskEngineLifecycle implements SmartLifecycle {

    /** After a graceful end of requests ({@code DEFAULT_PHASE - 1024}) and the end of the server ({@code - 2048}). */
    public static final int PHASE = DEFAULT_PHASE - 3072;

    private static final Logger LOG = LoggerFactory.getLogger(TaskEngineLifecycle.class);

    private final TaskEngine engine;
    private final StartGate gate;
    private final Duration grace;
    private final Optional<String> name;
    private volatile boolean running;
    private volatile boolean over;

    /**
     * Does nothing until it is started.
     *
     * @param engine to be shut down
     * @param gate to be opened
     * @param grace how long running tasks may go on when the application stops
     * @param name what this process was named, if it was
     */
    public TaskEngineLifecycle(TaskEngine engine, StartGate gate, Duration grace, Optional<String> name) {
        this.engine = engine;
        this.gate = gate;
        this.grace = grace;
        this.name = name;
    }

    @Override
    public void start() {
        if (over) {
            LOG.error(
                    "This application takes no tasks any more: its engine was shut down when it was stopped, and does not"
                            + " start again. Make a new application context instead of starting this one once more");
            return;
        }
        running = true;
        gate.open();
        name.ifPresent(given -> SameName.warnOf(engine, given));
    }

    @Override
    public void stop(Runnable callback) {
        Thread.ofPlatform().name("errand-shutdown").start(() -> {
            try {
                stop();
            } finally {
                callback.run();
            }
        });
    }

    @Override
    public void stop() {
        over = true;
        try {
            if (!engine.shutdown(grace)) {
                LOG.info("Tasks were still running after the grace of {}, and were interrupted", grace);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            running = false;
        }
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    @Override
    public int getPhase() {
        return PHASE;
    }

    /** An engine that was shut down does not start again; while a context of tests is cached, it has nothing to do anyway. */
    @Override
    public boolean isPauseable() {
        return false;
    }
}
