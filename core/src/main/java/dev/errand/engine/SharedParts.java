package dev.errand.engine;

import dev.errand.cluster.TaskDistributor;
import dev.errand.registry.Admission;
import dev.errand.registry.DurableTaskRegistry;
import dev.errand.registry.Liveness;
import dev.errand.registry.Node;

/** What the part of an engine is made of that shares a registry with others. */
record SharedParts(
        EngineParts engine,
        DurableTaskRegistry registry,
        TaskDistributor distributor,
        Definitions definitions,
        Node node,
        Liveness liveness) {

    /** What can be run here, and within which limits. */
    Admission admission() {
        return definitions.admission(engine.limits().running());
    }
}
