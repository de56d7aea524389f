package dev.errand.testkit.crash;

import dev.errand.TaskSnapshot;
import dev.errand.artifact.ArtifactStore;

/**
 * A run as it stands when a promise is looked at.
 *
 * @param disturbance how it is disturbed, such as "stopped right after checkpoint 3 was saved"
 * @param task the task; {@link dev.errand.testkit.TaskAssertions} know how to ask about it
 * @param artifacts where its files can be opened
 */
public record CrashRun(String disturbance, TaskSnapshot task, ArtifactStore artifacts) {}
