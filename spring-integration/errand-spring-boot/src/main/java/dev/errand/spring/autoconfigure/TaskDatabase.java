package dev.errand.spring.autoconfigure;

import dev.errand.spring.TaskDeclarationException;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.jdbc.EmbeddedDatabaseConnection;
import org.springframework.jdbc.datasource.TransactionAwareDataSourceProxy;

/**
 * The database in which tasks are kept.
 *
 * @param source the application's, to whose transactions submissions belong
 * @param connections where engines get theirs from
 * @param makesTables whether to make the tables, rather than to find them there
 */
record TaskDatabase(DataSource source, DataSource connections, boolean makesTables) implements AutoCloseable {

    static TaskDatabase of(
            @Nullable DataSource marked, ObjectProvider<DataSource> all, ErrandJdbcProperties properties) {
        DataSource source = marked == null ? all.getIfUnique() : marked;
        if (source == null) {
            throw new TaskDeclarationException(
                    "There are " + all.stream().count() + " DataSources, and none of them is chosen for tasks",
                    "Annotate one of them with @BackgroundTaskDataSource or @Primary, or set errand.registry to memory.");
        }
        DataSource plain = withoutProxy(source);
        return new TaskDatabase(
                plain,
                properties.ownConnections() == 0
                        ? plain
                        : OwnPool.like(plain, properties.ownConnections()).orElse(plain),
                switch (properties.initializeSchema()) {
                    case ALWAYS -> true;
                    case EMBEDDED -> EmbeddedDatabaseConnection.isEmbedded(source);
                    case NEVER -> false;
                });
    }

    /** Which transaction a submission belongs to is decided by us, and what engines do belongs to none. */
    private static DataSource withoutProxy(DataSource source) {
        return source instanceof TransactionAwareDataSourceProxy proxy && proxy.getTargetDataSource() != null
                ? proxy.getTargetDataSource()
                : source;
    }

    /** Closes nothing of the application's. */
    @Override
    public void close() {
        if (!connections.equals(source)) {
            OwnPool.close(connections);
        }
    }
}
