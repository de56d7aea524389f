package dev.errand.jdbc.parts;

class MySqlProxyTest extends FaultProxyContract {

    @Override
    DatabaseServer server() {
        return MySqlServer.shared();
    }
}
