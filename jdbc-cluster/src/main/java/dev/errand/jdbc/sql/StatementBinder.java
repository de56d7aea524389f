package dev.errand.jdbc.sql;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.util.Collection;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Fills in the parameters of a statement that is about to be executed. */
public final class StatementBinder implements Binder {

    private final PreparedStatement statement;
    private final Dialect dialect;
    private int index;

    public StatementBinder(PreparedStatement statement, Dialect dialect) {
        this.statement = statement;
        this.dialect = dialect;
    }

    @Override
    @CanIgnoreReturnValue
    public Binder text(@Nullable String value) throws SQLException {
        statement.setString(++index, value);
        return this;
    }

    @Override
    @CanIgnoreReturnValue
    public Binder id(@Nullable UUID value) throws SQLException {
        dialect.setId(statement, ++index, value);
        return this;
    }

    @Override
    @CanIgnoreReturnValue
    public Binder ids(Collection<UUID> values) throws SQLException {
        index = dialect.setIds(statement, index, values);
        return this;
    }

    @Override
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

    @Override
    @CanIgnoreReturnValue
    public Binder number(int value) throws SQLException {
        statement.setInt(++index, value);
        return this;
    }

    @Override
    @CanIgnoreReturnValue
    public Binder flag(boolean value) throws SQLException {
        statement.setBoolean(++index, value);
        return this;
    }

    @Override
    @CanIgnoreReturnValue
    public Binder bytes(byte[] value) throws SQLException {
        statement.setBytes(++index, value);
        return this;
    }

    @Override
    @CanIgnoreReturnValue
    public Binder value(Setter setter) throws SQLException {
        setter.set(statement, ++index);
        return this;
    }
}
