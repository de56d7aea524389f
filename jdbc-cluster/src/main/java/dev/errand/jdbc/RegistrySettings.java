package dev.errand.jdbc;

import dev.errand.jdbc.payload.JsonPayloadCodec;
import dev.errand.jdbc.payload.PayloadCodec;
import dev.errand.registry.Retention;
import java.time.Duration;
import javax.sql.DataSource;

/** What may be set of a registry. */
record RegistrySettings(
        DataSource source,
        PayloadCodec codec,
        Retention retention,
        Duration timeout,
        int mostCharacters,
        boolean makesTables,
        Host host) {

    /**
     * The transactions that submissions may belong to.
     *
     * @param current that of a thread
     * @param prepared whether they are committed in two phases
     */
    record Host(HostTransaction current, boolean prepared) {}

    private static final int MOST_BYTES_OF_A_CHARACTER = 3; // it takes two characters to have four
    private static final int PAYLOADS_AT_ONCE = 2; // an input, and the cursor that its task begins at
    private static final int BYTES_BESIDES = 1_048_576;

    static RegistrySettings of(DataSource source) {
        return new RegistrySettings(
                source,
                JsonPayloadCodec.standard(),
                new Retention(Integer.MAX_VALUE, Duration.ofDays(30)),
                Duration.ofSeconds(10),
                1_048_576,
                true,
                new Host(() -> null, false));
    }

    /** How many bytes may be sent to the database at once. */
    long longestStatement() {
        return (long) PAYLOADS_AT_ONCE * MOST_BYTES_OF_A_CHARACTER * mostCharacters + BYTES_BESIDES;
    }

    RegistrySettings codec(PayloadCodec other) {
        return new RegistrySettings(source, other, retention, timeout, mostCharacters, makesTables, host);
    }

    RegistrySettings retention(Retention other) {
        return new RegistrySettings(source, codec, other, timeout, mostCharacters, makesTables, host);
    }

    RegistrySettings timeout(Duration other) {
        return new RegistrySettings(source, codec, retention, other, mostCharacters, makesTables, host);
    }

    RegistrySettings mostCharacters(int other) {
        return new RegistrySettings(source, codec, retention, timeout, other, makesTables, host);
    }

    RegistrySettings withoutMakingTables() {
        return new RegistrySettings(source, codec, retention, timeout, mostCharacters, false, host);
    }

    RegistrySettings host(Host other) {
        return new RegistrySettings(source, codec, retention, timeout, mostCharacters, makesTables, other);
    }
}
