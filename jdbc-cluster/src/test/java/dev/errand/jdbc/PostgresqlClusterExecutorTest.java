package dev.errand.jdbc;

import dev.errand.jdbc.parts.DatabaseKind;

class PostgresqlClusterExecutorTest extends ClusterExecutorContract {

    PostgresqlClusterExecutorTest() {
        super(DatabaseKind.POSTGRESQL);
    }
}
