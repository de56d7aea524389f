package dev.errand.spring.autoconfigure;

import dev.errand.artifact.ArtifactStore;
import dev.errand.engine.TaskEngine;
import dev.errand.executor.TaskExecutor;
import dev.errand.jdbc.ClusterExecutor;
import dev.errand.jdbc.JdbcArtifactStore;
import dev.errand.jdbc.JdbcTaskRegistry;
import dev.errand.jdbc.payload.PayloadCodec;
import dev.errand.registry.Retention;
import dev.errand.registry.TaskRegistry;
import dev.errand.spring.BackgroundTaskDataSource;
import dev.errand.spring.jdbc.EndedTransactions;
import dev.errand.spring.jdbc.SpringTransactions;
import java.time.Duration;
import javax.sql.DataSource;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.jdbc.EmbeddedDatabaseConnection;
import org.springframework.boot.sql.init.DatabaseInitializationMode;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Lazy;
import org.springframework.core.env.Environment;
import org.springframework.jdbc.datasource.ConnectionHolder;

/** Tasks in the database that the application has already. */
@AutoConfiguration(
        before = ErrandAutoConfiguration.class,
        afterName = {
            "org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration",
            "org.springframework.boot.jdbc.autoconfigure.JndiDataSourceAutoConfiguration",
            "org.springframework.boot.jdbc.autoconfigure.XADataSourceAutoConfiguration"
        })
@ConditionalOnClass({
    JdbcTaskRegistry.class,
    ConnectionHolder.class,
    EmbeddedDatabaseConnection.class,
    DatabaseInitializationMode.class
})
@ConditionalOnBean(DataSource.class)
@ConditionalOnMissingBean(TaskEngine.class)
@EnableConfigurationProperties({ErrandProperties.class, ErrandArtifactProperties.class, ErrandJdbcProperties.class})
public final class ErrandJdbcAutoConfiguration {

    private static final Retention RETENTION = new Retention(Integer.MAX_VALUE, Duration.ofDays(30));

    ErrandJdbcAutoConfiguration() {}

    @Bean
    static EndedTransactions errandEndedTransactions() {
        return new EndedTransactions();
    }

    @Bean(destroyMethod = "close")
    @Lazy
    TaskDatabase errandTaskDatabase(
            ObjectProvider<DataSource> all,
            @BackgroundTaskDataSource ObjectProvider<DataSource> marked,
            ErrandJdbcProperties properties) {
        return TaskDatabase.of(marked.getIfAvailable(), all, properties);
    }

    @Bean(destroyMethod = "")
    @ConditionalOnMissingBean(TaskRegistry.class)
    @Conditional(OnJdbcRegistry.class)
    JdbcTaskRegistry errandTaskRegistry(
            TaskDatabase database,
            ErrandProperties properties,
            ErrandJdbcProperties jdbc,
            ObjectProvider<PayloadCodec> codec,
            ObjectProvider<JdbcTaskRegistry> itself) {
        SpringTransactions transactions =
                new SpringTransactions(database.source(), () -> itself.ifUnique(JdbcTaskRegistry::hasCommitted));
        JdbcTaskRegistry registry = JdbcTaskRegistry.on(database.connections())
                .joining(transactions)
                .keeping(properties.retention().or(RETENTION));
        registry = Property.set("errand.jdbc.timeout", jdbc.timeout(), registry, JdbcTaskRegistry::timeout);
        registry = Property.set(
                "errand.jdbc.longest-payload", jdbc.longestPayload(), registry, JdbcTaskRegistry::longestPayload);
        if (jdbc.twoPhaseCommits()) {
            registry = registry.withTwoPhaseCommits();
        }
        PayloadCodec own = codec.getIfUnique();
        if (own != null) {
            registry = registry.codec(own);
        }
        return database.makesTables() ? registry : registry.withTablesOfTheHost();
    }

    @Bean(destroyMethod = "")
    @ConditionalOnMissingBean(TaskExecutor.class)
    @ConditionalOnBean(JdbcTaskRegistry.class)
    TaskExecutor errandTaskExecutor(
            TaskDatabase database, ErrandProperties properties, ErrandJdbcProperties jdbc, Environment environment) {
        boolean cluster = jdbc.cluster() == null ? ClusterExecutor.suits(database.connections()) : jdbc.cluster();
        return cluster
                ? cluster(database, properties.execution(), jdbc)
                : LocalThreads.of(properties.execution(), environment);
    }

    private static TaskExecutor cluster(
            TaskDatabase database, ErrandProperties.Execution execution, ErrandJdbcProperties jdbc) {
        ClusterExecutor executor = ClusterExecutor.on(database.connections()).pollingEvery(jdbc.pollInterval());
        executor = Property.set(
                "errand.execution.max-running", execution.maxRunning(), executor, ClusterExecutor::threads);
        return Property.set(
                "errand.execution.max-computing",
                execution.maxComputing(),
                executor,
                ClusterExecutor::computingThreads);
    }

    @Bean(destroyMethod = "")
    @ConditionalOnMissingBean(ArtifactStore.class)
    @Conditional(OnJdbcArtifacts.class)
    JdbcArtifactStore errandArtifactStore(
            TaskDatabase database, ErrandArtifactProperties artifacts, ErrandJdbcProperties jdbc) {
        JdbcArtifactStore store = JdbcArtifactStore.on(database.connections());
        store = Property.set("errand.jdbc.timeout", jdbc.timeout(), store, JdbcArtifactStore::timeout);
        store = Property.set("errand.artifacts.retention", artifacts.retention(), store, JdbcArtifactStore::keeping);
        return database.makesTables() ? store : store.withTablesOfTheHost();
    }
}
