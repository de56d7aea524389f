package dev.errand.spring.autoconfigure;

import dev.errand.spring.TaskDeclarationException;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.jdbc.EmbeddedDatabaseConnection;
import org.springframework.boot.sql.init.DatabaseInitializationMode;
import org.springframework.jdbc.datasource.TransactionAwareDataSourceProxy;

/**
 * The database in which tasks are kept.
 *
 * @param source where to get connections from
 * @param makesTables whether to make the tables, rather than to find them there
 */
record TaskDatabase(DataSource source, boolean makesTables) {

    static TaskDatabase of(
            @Nullable DataSource marked, ObjectProvider<DataSource> all, DatabaseInitializationMode tables) {
        DataSource source = marked == null ? all.getIfUnique() : marked;
        if (source == null) {
            throw new TaskDeclarationException(
                    "There are " + all.stream().count() + " DataSources, and none of them is chosen for tasks",
                    "Annotate one of them with @BackgroundTaskDataSource or @Primary, or set errand.registry to memory.");
        }
        return new TaskDatabase(
                withoutProxy(source),
                switch (tables) {
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
}
