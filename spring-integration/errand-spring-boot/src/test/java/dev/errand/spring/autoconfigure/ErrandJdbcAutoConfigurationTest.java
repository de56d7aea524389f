package dev.errand.spring.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import dev.errand.artifact.ArtifactStore;
import dev.errand.artifact.DirectoryArtifactStore;
import dev.errand.engine.TaskEngine;
import dev.errand.executor.TaskExecutor;
import dev.errand.jdbc.ClusterExecutor;
import dev.errand.jdbc.JdbcArtifactStore;
import dev.errand.jdbc.JdbcTaskRegistry;
import dev.errand.jdbc.SchemaException;
import dev.errand.registry.MemoryTaskRegistry;
import dev.errand.registry.TaskRegistry;
import dev.errand.spring.BackgroundTaskDataSource;
import dev.errand.spring.TaskDeclarationException;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceInitializationAutoConfiguration;
import org.springframework.boot.sql.init.dependency.DatabaseInitializationDependencyConfigurer;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import org.springframework.jdbc.datasource.TransactionAwareDataSourceProxy;

@Timeout(120)
class ErrandJdbcAutoConfigurationTest {

    private final ApplicationContextRunner application = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(
                    DataSourceAutoConfiguration.class,
                    ErrandJdbcAutoConfiguration.class,
                    ErrandAutoConfiguration.class))
            .withPropertyValues("spring.datasource.generate-unique-name=true", "errand.node.shutdown-grace=100ms");

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void tasksAreKeptInTheDatabaseThatIsThere(boolean cluster) {
        application
                .withUserConfiguration(Doubling.class)
                .withPropertyValues("errand.jdbc.cluster=" + cluster)
                .run(context -> {
                    assertThat(context)
                            .hasSingleBean(JdbcTaskRegistry.class)
                            .hasSingleBean(TaskExecutor.class)
                            .hasSingleBean(JdbcArtifactStore.class);
                    assertThat(context.getBean(TaskExecutor.class) instanceof ClusterExecutor)
                            .isEqualTo(cluster);
                    assertDoubles(context);
                    assertThat(context.getBean(TaskEngine.class).nodes()).hasSize(1);
                });
    }

    private static void assertDoubles(ApplicationContext context) throws Exception {
        TaskEngine tasks = context.getBean(TaskEngine.class);
        assertThat(tasks.submit(Doubling.TYPE, 21).asFuture().get(60, TimeUnit.SECONDS))
                .isEqualTo(42);
    }

    @Test
    void nobodyElseComesToAnH2InThisProcessOrAFileOfSqlite(@TempDir Path directory) {
        application.run(context -> assertThat(context).doesNotHaveBean(ClusterExecutor.class));
        application
                .withUserConfiguration(Doubling.class)
                .withPropertyValues(
                        "spring.datasource.generate-unique-name=false",
                        "spring.datasource.url=jdbc:sqlite:" + directory.resolve("tasks")
                                + "?journal_mode=WAL&synchronous=FULL&busy_timeout=10000",
                        "errand.jdbc.initialize-schema=always")
                .run(context -> {
                    assertThat(context).hasSingleBean(JdbcTaskRegistry.class).doesNotHaveBean(ClusterExecutor.class);
                    assertDoubles(context);
                });
    }

    @Test
    void memoryIfTheLibraryIsNotThere() {
        application
                .withClassLoader(new FilteredClassLoader("dev.errand.jdbc"))
                .run(context -> assertThat(context)
                        .hasSingleBean(MemoryTaskRegistry.class)
                        .doesNotHaveBean(ErrandJdbcAutoConfiguration.class));
    }

    @Test
    void memoryIfSpringJdbcIsNotThere() {
        application
                .withClassLoader(new FilteredClassLoader("org.springframework.jdbc"))
                .run(context -> assertThat(context).hasSingleBean(MemoryTaskRegistry.class));
    }

    @Test
    void memoryIfThereIsNoDataSource() {
        new ApplicationContextRunner()
                .withConfiguration(
                        AutoConfigurations.of(ErrandJdbcAutoConfiguration.class, ErrandAutoConfiguration.class))
                .run(context -> assertThat(context).hasSingleBean(MemoryTaskRegistry.class));
    }

    @Test
    void memoryIfThatIsChosen() {
        application
                .withPropertyValues("errand.registry=memory")
                .run(context -> assertThat(context)
                        .hasSingleBean(MemoryTaskRegistry.class)
                        .doesNotHaveBean(ClusterExecutor.class)
                        .doesNotHaveBean(JdbcArtifactStore.class));
    }

    @Test
    void filesMayBeInTheDatabaseWithoutTheTasks() {
        application
                .withPropertyValues("errand.registry=memory", "errand.artifacts.store=jdbc")
                .run(context -> assertThat(context).hasSingleBean(JdbcArtifactStore.class));
    }

    @Test
    void aDirectoryForFilesWins(@TempDir Path directory) {
        application
                .withPropertyValues("errand.artifacts.directory=" + directory)
                .run(context -> assertThat(context)
                        .hasSingleBean(JdbcTaskRegistry.class)
                        .hasSingleBean(DirectoryArtifactStore.class)
                        .doesNotHaveBean(JdbcArtifactStore.class));
        application
                .withPropertyValues("errand.artifacts.store=temporary")
                .run(context -> assertThat(context).doesNotHaveBean(JdbcArtifactStore.class));
    }

    @Test
    void partsOfTheApplicationAreTaken() {
        application
                .withUserConfiguration(ErrandAutoConfigurationTest.OwnParts.class)
                .run(context -> assertThat(context)
                        .doesNotHaveBean(JdbcTaskRegistry.class)
                        .doesNotHaveBean(ClusterExecutor.class)
                        .hasSingleBean(TaskRegistry.class)
                        .hasSingleBean(ArtifactStore.class));
        application
                .withUserConfiguration(ErrandAutoConfigurationTest.OwnEngine.class)
                .run(context -> assertThat(context).doesNotHaveBean(JdbcTaskRegistry.class));
    }

    @Test
    void tablesAreMadeIfThatIsWanted() {
        assertThatTables("never", "jdbc:h2:mem:never", false);
        assertThatTables("embedded", "jdbc:h2:mem:embedded", true);
        assertThatTables("always", "jdbc:h2:mem:always", true);
    }

    private void assertThatTables(String mode, String url, boolean made) {
        application
                .withPropertyValues(
                        "errand.jdbc.initialize-schema=" + mode,
                        "spring.datasource.generate-unique-name=false",
                        "spring.datasource.url=" + url)
                .run(context -> {
                    if (made) {
                        assertThat(context).hasNotFailed();
                    } else {
                        assertThat(context).getFailure().rootCause().isInstanceOf(SchemaException.class);
                    }
                });
    }

    @Test
    void tablesAreNotMadeInAServerUnlessThatIsWanted(@TempDir Path directory) {
        String url = "spring.datasource.url=jdbc:h2:file:" + directory.resolve("tasks") + ";WRITE_DELAY=0";
        application
                .withPropertyValues("spring.datasource.generate-unique-name=false", url)
                .run(context -> assertThat(context).getFailure().rootCause().isInstanceOf(SchemaException.class));
        application
                .withPropertyValues(
                        "spring.datasource.generate-unique-name=false", url, "errand.jdbc.initialize-schema=always")
                .run(context -> assertThat(context).hasNotFailed());
    }

    @Test
    void tablesMayBeMadeByScriptsThatTheHostRuns() {
        application
                .withConfiguration(AutoConfigurations.of(DataSourceInitializationAutoConfiguration.class))
                .withUserConfiguration(Doubling.class)
                .withPropertyValues(
                        "errand.jdbc.initialize-schema=never",
                        "spring.sql.init.schema-locations=classpath:dev/errand/jdbc/schema/h2-1.sql")
                .run(ErrandJdbcAutoConfigurationTest::assertDoubles);
    }

    @Test
    void theMarkedDataSourceIsTakenOfTwo() {
        application.withUserConfiguration(Marked.class).run(context -> {
            assertThat(context).hasSingleBean(JdbcTaskRegistry.class);
            assertThat(tablesIn(context.getBean("marked", DataSource.class))).isPositive();
            assertThat(tablesIn(context.getBean("main", DataSource.class))).isZero();
        });
    }

    @Test
    void ofTwoDataSourcesNoneIsGuessed() {
        application
                .withUserConfiguration(Two.class)
                .run(context -> assertThat(context)
                        .getFailure()
                        .rootCause()
                        .isInstanceOf(TaskDeclarationException.class)
                        .hasMessageContaining("There are 2 DataSources"));
        application
                .withUserConfiguration(Two.class)
                .withPropertyValues("errand.registry=memory")
                .run(context -> assertThat(context).hasNotFailed());
    }

    @Test
    void aProxyForTransactionsIsSeenThrough() {
        application
                .withUserConfiguration(Proxied.class)
                .run(context -> assertThat(context.getBean(TaskDatabase.class).source())
                        .isSameAs(context.getBean(TransactionAwareDataSourceProxy.class)
                                .getTargetDataSource()));
    }

    @Test
    void theRegistryWaitsForWhatMakesItsTables() {
        application.withUserConfiguration(Migrating.class).run(context -> {
            assertThat(context).hasNotFailed();
            assertThat(context.getBeanFactory()
                            .getBeanDefinition("errandTaskRegistry")
                            .getDependsOn())
                    .contains("migration");
        });
    }

    private static int tablesIn(DataSource source) {
        Integer tables = new JdbcTemplate(source)
                .queryForObject(
                        "SELECT COUNT(*) FROM INFORMATION_SCHEMA.TABLES WHERE TABLE_NAME LIKE 'ERRAND%'",
                        Integer.class);
        return tables == null ? 0 : tables;
    }

    private static DataSource database(String name) {
        return new DriverManagerDataSource("jdbc:h2:mem:" + name + ";DB_CLOSE_DELAY=-1", "sa", "");
    }

    @Configuration(proxyBeanMethods = false)
    static class Marked {

        @Bean
        @org.springframework.context.annotation.Primary
        DataSource main() {
            return database("main");
        }

        @Bean
        @BackgroundTaskDataSource
        DataSource marked() {
            return database("marked");
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class Two {

        @Bean
        DataSource one() {
            return database("one");
        }

        @Bean
        DataSource other() {
            return database("other");
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class Proxied {

        @Bean
        DataSource proxy() {
            return new TransactionAwareDataSourceProxy(database("proxied"));
        }
    }

    @Configuration(proxyBeanMethods = false)
    @Import(DatabaseInitializationDependencyConfigurer.class)
    static class Migrating {

        @Bean
        org.springframework.boot.jdbc.init.DataSourceScriptDatabaseInitializer migration(DataSource source) {
            var settings = new org.springframework.boot.sql.init.DatabaseInitializationSettings();
            return new org.springframework.boot.jdbc.init.DataSourceScriptDatabaseInitializer(source, settings);
        }
    }
}
