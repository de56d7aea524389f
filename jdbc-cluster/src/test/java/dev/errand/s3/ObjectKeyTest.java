package dev.errand.s3;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ObjectKeyTest {

    private static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");
    private static final UUID ID = UUID.fromString("3152facf-566f-4231-bfd8-956d906f8672");

    @Test
    void tellsWhenItExpires() {
        String key = new ObjectKey("errand/", NOON, ID, "škody 1.csv").toString();

        assertThat(key).isEqualTo("errand/20261122T120000Z/3152facf-566f-4231-bfd8-956d906f8672/škody 1.csv");
        assertThat(ObjectKey.expiryOf("errand/", key)).hasValue(NOON);
    }

    @Test
    void sortsByExpiry() {
        String early = new ObjectKey("errand/", NOON, ID, "z.csv").toString();
        String late = new ObjectKey("errand/", NOON.plusSeconds(1), new UUID(0, 0), "a.csv").toString();

        assertThat(early).isLessThan(late);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "errand/",
                "errand/notes.txt",
                "other/20261122T120000Z/3152facf-566f-4231-bfd8-956d906f8672/a.csv",
                "errand/20261322T120000Z/3152facf-566f-4231-bfd8-956d906f8672/a.csv",
                "errand/20261122T120000Z/3152facf/a.csv",
                "errand/20261122T120000Z/3152facf-566f-4231-bfd8-956d906f8672/",
                "errand/20261122T120000Z/3152facf-566f-4231-bfd8-956d906f8672/a/b.csv"
            })
    void knowsNothingOfOtherKeys(String key) {
        assertThat(ObjectKey.expiryOf("errand/", key)).isEmpty();
    }
}
