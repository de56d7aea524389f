package dev.errand.artifact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.errand.Artifact;
import dev.errand.testkit.ArtifactStoreContract;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TemporaryArtifactStoreTest extends ArtifactStoreContract {

    private final ArtifactStore store = ArtifactStore.temporary();

    @Override
    protected ArtifactStore store() {
        return store;
    }

    @AfterEach
    void leavesNothing() {
        store.close();
    }

    @Test
    void makesNothingBeforeTheFirstFile() {
        assertThat(store.sweep(Instant.MAX)).isZero();
    }

    @Test
    void takesNothingOnceItIsClosed() throws Exception {
        Artifact artifact = store.write("a.csv", "text/csv", out -> out.write(7));

        store.close();
        store.close();
        store.delete(artifact);

        assertThatExceptionOfType(ArtifactException.class)
                .isThrownBy(() -> store.open(artifact))
                .withMessageStartingWith("closed, with all its files deleted");
        assertThatExceptionOfType(ArtifactException.class)
                .isThrownBy(() -> store.write("b.csv", "text/csv", out -> out.write(7)));
    }
}
