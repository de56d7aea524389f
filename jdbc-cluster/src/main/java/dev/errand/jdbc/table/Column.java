package dev.errand.jdbc.table;

import dev.errand.jdbc.sql.Binder;
import dev.errand.jdbc.sql.Each;
import java.sql.SQLException;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The columns of a task, in the order in which they are written. */
enum Column {
    ID(Kind.ID),
    VERSION(Kind.NUMBER),
    STAMP(Kind.NUMBER),
    TYPE(Kind.TEXT),
    TENANT(Kind.TEXT),
    OWNER(Kind.TEXT),
    TASK_KEY(Kind.TEXT),
    TITLE(Kind.TEXT),
    PRIORITY(Kind.NUMBER),
    TURN(Kind.NUMBER),
    SUBMITTED_AT(Kind.NUMBER),
    STARTS_AT(Kind.NUMBER),
    RETRY_OF(Kind.ID),
    TRACE_PARENT(Kind.TEXT),
    STATE(Kind.TEXT),
    ATTEMPT(Kind.NUMBER),
    FAILURES(Kind.NUMBER),
    LOSSES(Kind.NUMBER),
    IRREVOCABLE(Kind.FLAG),
    RESUMABLE(Kind.FLAG),
    DUE_AT(Kind.NUMBER),
    ENDED_AT(Kind.NUMBER),
    KEPT_UNTIL(Kind.NUMBER),
    SEEN(Kind.FLAG),
    NOTICE_AT(Kind.NUMBER),
    NOTICE(Kind.TEXT),
    NODE(Kind.ID),
    LEASE(Kind.ID),
    INPUT(Kind.TEXT),
    INPUT_HASH(Kind.NUMBER),
    TIMELINE(Kind.TEXT),
    PROGRESS(Kind.TEXT),
    FAILED_ITEMS(Kind.TEXT),
    ARTIFACTS(Kind.TEXT),
    DOWNLOADS(Kind.TEXT),
    STARTING_POINT(Kind.TEXT),
    CURSOR_VALUE(Kind.TEXT),
    OUTCOME(Kind.TEXT),
    RESULT(Kind.TEXT);

    /** What a column holds. */
    enum Kind {
        TEXT("text"),
        NUMBER("bigint"),
        FLAG("boolean"),
        ID("uuid");

        private final String postgres;

        Kind(String postgres) {
            this.postgres = postgres;
        }
    }

    private final Kind kind;

    Column(Kind kind) {
        this.kind = kind;
    }

    Kind kind() {
        return kind;
    }

    String sql() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** As a parameter of many changes at once. */
    Each.Parameter each() {
        return new Each.Parameter(sql(), kind.postgres);
    }

    /** Adds a value of this column to the parameters of a statement. */
    void bind(Binder binder, @Nullable Object value) throws SQLException {
        switch (kind) {
            case TEXT -> binder.text((String) value);
            case NUMBER -> binder.number((Long) value);
            case FLAG -> binder.flag(Boolean.TRUE.equals(value));
            case ID -> binder.id((UUID) value);
        }
    }
}
