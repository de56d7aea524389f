package dev.errand.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What servers tell of their versions. */
class ServerVersionTest {

    private final ServerVersion least = new ServerVersion("MariaDB", "10.6");

    @ParameterizedTest
    @ValueSource(
            strings = {"5.5.5-MariaDB", "5.5.5-10.5.29-MariaDB-log", "10.5.29-MariaDB", "9.9", "10.4.34-MariaDB-1:10.4"
            })
    void olderOnesAreKnown(String told) {
        assertThat(least.isNewerThan(told)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "10.6",
                "10.6.0-MariaDB",
                "5.5.5-10.6.12-MariaDB",
                "10.11.6-MariaDB-0+deb12u1",
                "11.4.2-MariaDB-ubu2404",
                "of our own"
            })
    void othersAreTaken(String told) {
        assertThat(least.isNewerThan(told)).isFalse();
    }
}
