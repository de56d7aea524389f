package dev.errand.jdbc.sql;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.util.Collections;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Fills in the parameters of a statement, one after the other. */
public final class Binder {

    private final PreparedStatement statement;
    private final Dialect dialect;
    private int index;

    /** Places for so many parameters, as they stand in a list. */
    public static String marks(int count) {
        return String.join(", ", Collections.nCopies(count, "?"));
    }

    public Binder(PreparedStatement statement, Dialect dialect) {
        this.statement = statement;
        this.dialect = dialect;
    }

    @CanIgnoreReturnValue
    public Binder text(@Nullable String value) throws SQLException {
        statement.setString(++index, value);
        return this;
    }

    @CanIgnoreReturnValue
    public Binder texts(Iterable<String> values) throws SQLException {
        for (String value : values) {
            text(value);
        }
        return this;
    }

    @CanIgnoreReturnValue
    public Binder id(@Nullable UUID value) throws SQLException {
        dialect.setId(statement, ++index, value);
        return this;
    }

    @CanIgnoreReturnValue
    public Binder number(@Nullable Long value) throws SQLException {
        index++;
        if (value == null) {
            statement.setNull(index, Types.BIGINT);
        } else {
            statement.setLong(index, value);
        }
        return this;
    }

    @CanIgnoreReturnValue
    public Binder number(int value) throws SQLException {
        statement.setInt(++index, value);
        return this;
    }

    @CanIgnoreReturnValue
    public Binder flag(boolean value) throws SQLException {
        statement.setBoolean(++index, value);
        return this;
    }

    @CanIgnoreReturnValue
    public Binder value(Setter setter) throws SQLException {
        setter.set(statement, ++index);
        return this;
    }

    /** Sets a parameter in a way of its own. */
    @FunctionalInterface
    public interface Setter {
        void set(PreparedStatement statement, int index) throws SQLException;
    }

    @CanIgnoreReturnValue
    public Binder bytes(byte[] value) throws SQLException {
        statement.setBytes(++index, value);
        return this;
    }
}
