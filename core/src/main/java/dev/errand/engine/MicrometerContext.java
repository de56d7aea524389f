package dev.errand.engine;

import io.micrometer.context.ContextSnapshot;
import io.micrometer.context.ContextSnapshotFactory;

/** The only class that knows Micrometer's context propagation, which need not be there. */
final class MicrometerContext {

    private static final ContextSnapshotFactory SNAPSHOTS =
            ContextSnapshotFactory.builder().build();

    private final ContextSnapshot snapshot;

    private MicrometerContext(ContextSnapshot snapshot) {
        this.snapshot = snapshot;
    }

    static MicrometerContext capture() {
        return new MicrometerContext(SNAPSHOTS.captureAll());
    }

    /** Sets what was captured on this thread, until the scope is closed. */
    ContextSnapshot.Scope open() {
        return snapshot.setThreadLocals();
    }
}
