package dev.errand.jdbc;

import dev.errand.jdbc.parts.DatabaseKind;

class SqliteOutageTest extends OutageContract {

    SqliteOutageTest() {
        super(DatabaseKind.SQLITE.fresh());
    }

    @Override
    boolean isShared() {
        return false;
    }
}
