package dev.errand.jdbc.parts;

class MariaDbProxyTest extends FaultProxyContract {

    @Override
    DatabaseServer server() {
        return MariaDbServer.shared();
    }
}
