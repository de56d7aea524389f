package dev.errand.jdbc.parts;

class PostgresProxyTest extends FaultProxyContract {

    @Override
    DatabaseServer server() {
        return PostgresServer.shared();
    }
}
