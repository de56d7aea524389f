package dev.errand.jdbc;

import dev.errand.jdbc.parts.DatabaseKind;

class PostgresqlArtifactStoreTest extends JdbcArtifactStoreContract {

    PostgresqlArtifactStoreTest() {
        super(DatabaseKind.POSTGRESQL);
    }
}
