package dev.errand.testkit;

import dev.errand.artifact.ArtifactStore;
import org.junit.jupiter.api.AfterEach;

class TemporaryArtifactStoreTest extends ArtifactStoreContract {

    private final ArtifactStore store = ArtifactStore.temporary();

    @Override
    protected ArtifactStore store() {
        return store;
    }

    @AfterEach
    void closesTheStore() {
        store.close();
    }
}
