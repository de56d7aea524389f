package dev.errand.jdbc;

import dev.errand.jdbc.parts.DatabaseKind;

class MySqlClusterExecutorTest extends ClusterExecutorContract {

    MySqlClusterExecutorTest() {
        super(DatabaseKind.MYSQL);
    }
}
