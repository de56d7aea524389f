package dev.errand.jdbc.sql;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Collection;
import java.util.Collections;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Takes the parameters of a statement, one after the other. */
public interface Binder {

    /** Places for so many parameters, as they stand in a list. */
    static String marks(int count) {
        return String.join(", ", Collections.nCopies(count, "?"));
    }

    @CanIgnoreReturnValue
    Binder text(@Nullable String value) throws SQLException;

    @CanIgnoreReturnValue
    default Binder texts(Iterable<String> values) throws SQLException {
        for (String value : values) {
            text(value);
        }
        return this;
    }

    @CanIgnoreReturnValue
    Binder id(@Nullable UUID value) throws SQLException;

    /** For {@link Dialect#idIn}. */
    @CanIgnoreReturnValue
    Binder ids(Collection<UUID> values) throws SQLException;

    @CanIgnoreReturnValue
    Binder number(@Nullable Long value) throws SQLException;

    @CanIgnoreReturnValue
    Binder number(int value) throws SQLException;

    @CanIgnoreReturnValue
    Binder flag(boolean value) throws SQLException;

    @CanIgnoreReturnValue
    Binder bytes(byte[] value) throws SQLException;

    @CanIgnoreReturnValue
    Binder value(Setter setter) throws SQLException;

    /** Sets a parameter in a way of its own. */
    @FunctionalInterface
    interface Setter {
        void set(PreparedStatement statement, int index) throws SQLException;
    }
}
