package dev.errand.jdbc;

import dev.errand.jdbc.parts.DatabaseKind;

class H2FileClusterExecutorTest extends ClusterExecutorContract {

    H2FileClusterExecutorTest() {
        super(DatabaseKind.H2_FILE);
    }

    /** Rows are not locked there: db-scheduler takes up to three for each thread. */
    @Override
    int takenAhead() {
        return 3;
    }
}
