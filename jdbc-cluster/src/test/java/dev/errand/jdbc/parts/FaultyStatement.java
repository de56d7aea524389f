package dev.errand.jdbc.parts;

import java.lang.reflect.Array;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.sql.Connection;
import java.sql.Statement;
import org.jspecify.annotations.Nullable;

/** Passes everything on to a statement, and enters into the book each time it is executed. */
final class FaultyStatement implements InvocationHandler {

    private final Connection visible;
    private final Connection connection;
    private final Statement real;
    private final String prepared;
    private final JdbcCalls calls;

    /**
     * Around a statement.
     *
     * @param visible the connection that the statement says it belongs to
     * @param prepared its SQL, or an empty text if that comes only when it is executed
     */
    FaultyStatement(Connection visible, Connection connection, Statement real, String prepared, JdbcCalls calls) {
        this.visible = visible;
        this.connection = connection;
        this.real = real;
        this.prepared = prepared;
        this.calls = calls;
    }

    @Override
    public @Nullable Object invoke(Object proxy, Method method, @Nullable Object @Nullable [] arguments)
            throws Throwable {
        return switch (method.getName()) {
            case "execute", "executeQuery", "executeUpdate", "executeLargeUpdate" -> {
                String sql = arguments != null && arguments[0] instanceof String text ? text : prepared;
                yield calls.make(sql, connection, () -> FaultyConnection.pass(real, method, arguments));
            }
            case "executeBatch", "executeLargeBatch" ->
                calls.make("BATCH " + prepared, connection, () -> {
                    Object counts = FaultyConnection.pass(real, method, arguments);
                    calls.addBatch(Array.getLength(counts));
                    return counts;
                });
            case "getConnection" -> visible;
            default -> FaultyConnection.pass(real, method, arguments);
        };
    }
}
