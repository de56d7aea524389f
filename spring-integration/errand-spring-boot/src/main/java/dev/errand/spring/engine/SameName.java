package dev.errand.spring.engine;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import dev.errand.engine.TaskEngine;
import dev.errand.registry.NodeStatus;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks whether another process that lives has the name that this one was given. It is no failure: one that was killed and
 * started again lives on in the registry until its lease ends, and what tells processes apart is another id.
 */
final class SameName {

    private static final Logger LOG = LoggerFactory.getLogger(SameName.class);

    private SameName() {}

    @CanIgnoreReturnValue
    static boolean warnOf(TaskEngine engine, String name) {
        long others = engine.nodes().stream()
                .filter(NodeStatus::alive)
                .filter(status -> status.node().name().equals(name))
                .count();
        boolean shared = others > 1;
        if (shared) {
            LOG.warn(
                    "There are {} processes named {}: give each its own errand.node.name, unless this one was just"
                            + " started again",
                    others,
                    name);
        }
        return shared;
    }
}
