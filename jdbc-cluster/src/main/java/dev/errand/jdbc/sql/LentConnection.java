package dev.errand.jdbc.sql;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;

/** A connection that somebody else closes, with something to be done when that happens. For one thread. */
final class LentConnection {

    private LentConnection() {}

    /** That connection, with something to do before it is closed for the first time, and something afterwards, also if that fails. */
    static Connection of(Connection connection, Runnable before, Runnable after) {
        boolean[] closed = {false};
        return (Connection) Proxy.newProxyInstance(
                LentConnection.class.getClassLoader(),
                new Class<?>[] {Connection.class},
                (proxy, method, arguments) -> {
                    boolean closes = method.getName().equals("close") && !closed[0];
                    closed[0] |= closes;
                    try {
                        if (closes) {
                            before.run();
                        }
                        return method.invoke(connection, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause() == null ? e : e.getCause();
                    } finally {
                        if (closes) {
                            after.run();
                        }
                    }
                });
    }
}
