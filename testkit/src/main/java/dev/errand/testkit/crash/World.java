package dev.errand.testkit.crash;

import dev.errand.artifact.ArtifactStore;
import dev.errand.registry.MemoryTaskRegistry;
import dev.errand.registry.TaskRegistry;
import dev.errand.testkit.ManualTime;

/** What the machines of one trial share, and what outlives each of them. */
record World(TaskRegistry registry, ArtifactStore artifacts, ManualTime time) {

    static World fresh() {
        return new World(new MemoryTaskRegistry(), ArtifactStore.temporary(), new ManualTime());
    }
}
