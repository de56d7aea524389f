package dev.errand.engine;

import dev.errand.Artifact;
import dev.errand.artifact.ArtifactStore;
import dev.errand.artifact.ByteRange;
import java.io.InputStream;
import java.time.Instant;

/** A store of which a test replaces a part. */
class ForwardingStore implements ArtifactStore {

    private final ArtifactStore store;

    ForwardingStore(ArtifactStore store) {
        this.store = store;
    }

    @Override
    public Artifact write(String fileName, String mediaType, Artifact.Body body) throws Exception {
        return store.write(fileName, mediaType, body);
    }

    @Override
    public InputStream open(Artifact artifact, ByteRange range) {
        return store.open(artifact, range);
    }

    @Override
    public Artifact renew(Artifact artifact) {
        return store.renew(artifact);
    }

    @Override
    public void delete(Artifact artifact) {
        store.delete(artifact);
    }

    @Override
    public int sweep(Instant now) {
        return store.sweep(now);
    }

    @Override
    public void close() {
        store.close();
    }
}
