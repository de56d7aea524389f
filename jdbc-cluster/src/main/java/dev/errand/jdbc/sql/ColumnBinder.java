package dev.errand.jdbc.sql;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Takes the parameters of many executions of a statement, and makes an array of those of each place: for the one statement that
 * does the same for all of them, see {@link Write.Step}.
 */
final class ColumnBinder implements Binder {

    /** What an array holds, and how PostgreSQL calls that. */
    private record Values(String type, List<@Nullable Object> all) {}

    private final List<Values> places = new ArrayList<>();
    private int place;

    /** The parameters of one more execution follow. */
    void next() {
        place = 0;
    }

    /** Hands all of them over. */
    void bind(PreparedStatement statement, Connection connection) throws SQLException {
        int index = 0;
        for (Values values : places) {
            statement.setArray(++index, connection.createArrayOf(values.type, values.all.toArray()));
        }
    }

    private Binder add(String type, @Nullable Object value) {
        if (place == places.size()) {
            places.add(new Values(type, new ArrayList<>()));
        }
        places.get(place++).all.add(value);
        return this;
    }

    @Override
    @CanIgnoreReturnValue
    public Binder text(@Nullable String value) {
        return add("text", value);
    }

    @Override
    @CanIgnoreReturnValue
    public Binder id(@Nullable UUID value) {
        return add("uuid", value);
    }

    @Override
    @CanIgnoreReturnValue
    public Binder ids(Collection<UUID> values) {
        throw new UnsupportedOperationException("there is no array of lists");
    }

    @Override
    @CanIgnoreReturnValue
    public Binder number(@Nullable Long value) {
        return add("int8", value);
    }

    @Override
    @CanIgnoreReturnValue
    public Binder number(int value) {
        return add("int8", (long) value);
    }

    @Override
    @CanIgnoreReturnValue
    public Binder flag(boolean value) {
        return add("bool", value);
    }

    @Override
    @CanIgnoreReturnValue
    public Binder value(Setter setter) {
        throw new UnsupportedOperationException("there is no array of what is set in a way of its own");
    }

    @Override
    @CanIgnoreReturnValue
    public Binder bytes(byte[] value) {
        throw new UnsupportedOperationException("there is no array of arrays");
    }
}
