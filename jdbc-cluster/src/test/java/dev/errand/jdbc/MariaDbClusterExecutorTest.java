package dev.errand.jdbc;

import dev.errand.jdbc.parts.DatabaseKind;

class MariaDbClusterExecutorTest extends ClusterExecutorContract {

    MariaDbClusterExecutorTest() {
        super(DatabaseKind.MARIADB);
    }
}
