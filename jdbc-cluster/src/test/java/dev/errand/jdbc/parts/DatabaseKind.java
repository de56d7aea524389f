package dev.errand.jdbc.parts;

/**
 * The databases that our contracts are kept on.
 *
 * <p>A contract is an abstract class with a small subclass for each kind, or a test with {@code @EnumSource}:
 *
 * {@snippet :
 * @ParameterizedTest
 * @EnumSource
 * void keepsWhatWasSubmitted(DatabaseKind kind) {
 *     try (TestDatabase database = kind.fresh()) {
 *         ...
 *     }
 * }
 * }
 */
public enum DatabaseKind {
    /** Gone with the process; for tests and for those who try things out. */
    H2_IN_MEMORY,
    /** With {@code WRITE_DELAY=0}, without which it forgets what it has acknowledged. */
    H2_FILE,
    /** With a log that is written ahead, and synced at every commit. */
    SQLITE,
    /** On the shared server of {@link PostgresServer#shared()}. */
    POSTGRESQL,
    /** On the shared server of {@link MariaDbServer#shared()}. */
    MARIADB,
    /** On the shared server of {@link MySqlServer#shared()}. */
    MYSQL;

    /** A new and empty one, which the caller closes. */
    public TestDatabase fresh() {
        return switch (this) {
            case H2_IN_MEMORY -> EmbeddedDatabase.h2InMemory();
            case H2_FILE -> EmbeddedDatabase.h2File();
            case SQLITE -> EmbeddedDatabase.sqlite();
            case POSTGRESQL -> PostgresServer.shared().newDatabase("contract");
            case MARIADB -> MariaDbServer.shared().newDatabase("contract");
            case MYSQL -> MySqlServer.shared().newDatabase("contract");
        };
    }
}
