package dev.errand.engine;

import dev.errand.cluster.TaskDistributor;
import dev.errand.registry.Admission;
import dev.errand.registry.DurableTaskRegistry;
import dev.errand.registry.Liveness;
import dev.errand.registry.Node;
import dev.errand.registry.RegistryListener;

/** What the part of an engine is made of that shares a registry with others. */
record SharedParts(
        EngineParts engine,
        DurableTaskRegistry registry,
        TaskDistributor distributor,
        Definitions definitions,
        Membership membership) {

    /**
     * As whom an engine joins those that share the registry.
     *
     * @param node who it is
     * @param liveness how it shows that it is alive
     * @param onOpen run once the registry is open, which it is for one engine only
     */
    record Membership(Node node, Liveness liveness, Runnable onOpen) {}

    Node node() {
        return membership.node();
    }

    Liveness liveness() {
        return membership.liveness();
    }

    void openRegistry(RegistryListener listener) {
        registry.open(node(), liveness(), definitions.types(), listener);
        membership.onOpen().run();
    }

    /** What can be run here, and within which limits. */
    Admission admission() {
        return definitions.admission(engine.limits().running());
    }
}
