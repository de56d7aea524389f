package dev.errand.jdbc.parts;

import static java.util.Objects.requireNonNull;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.Statement;
import org.jspecify.annotations.Nullable;

/** Passes everything on to a connection, and enters into the book what is a call. */
final class FaultyConnection implements InvocationHandler {

    private final Connection real;
    private final JdbcCalls calls;

    private FaultyConnection(Connection real, JdbcCalls calls) {
        this.real = real;
        this.calls = calls;
    }

    static Connection around(Connection real, JdbcCalls calls) {
        return proxy(Connection.class, new FaultyConnection(real, calls));
    }

    @Override
    public @Nullable Object invoke(Object proxy, Method method, @Nullable Object @Nullable [] arguments)
            throws Throwable {
        return switch (method.getName()) {
            case "commit" -> calls.make(JdbcCalls.COMMIT, real, () -> pass(real, method, arguments));
            case "rollback" -> {
                calls.addRollback();
                yield pass(real, method, arguments);
            }
            case "createStatement", "prepareStatement", "prepareCall" -> {
                Statement statement = (Statement) requireNonNull(pass(real, method, arguments));
                String sql =
                        arguments != null && arguments.length > 0 && arguments[0] instanceof String text ? text : "";
                yield proxy(
                        method.getReturnType().asSubclass(Statement.class),
                        new FaultyStatement((Connection) proxy, real, statement, sql, calls));
            }
            default -> pass(real, method, arguments);
        };
    }

    /** Calls the real one, and throws what it throws. */
    static @Nullable Object pass(Object real, Method method, @Nullable Object @Nullable [] arguments) throws Throwable {
        try {
            return method.invoke(real, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }

    static <T> T proxy(Class<T> type, InvocationHandler handler) {
        return type.cast(
                Proxy.newProxyInstance(FaultyConnection.class.getClassLoader(), new Class<?>[] {type}, handler));
    }
}
