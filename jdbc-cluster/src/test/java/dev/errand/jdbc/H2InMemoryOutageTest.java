package dev.errand.jdbc;

import dev.errand.jdbc.parts.DatabaseKind;

class H2InMemoryOutageTest extends OutageContract {

    H2InMemoryOutageTest() {
        super(DatabaseKind.H2_IN_MEMORY.fresh());
    }
}
