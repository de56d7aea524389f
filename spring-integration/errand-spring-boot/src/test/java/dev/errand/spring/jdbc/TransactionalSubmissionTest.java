package dev.errand.spring.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.errand.TaskHandle;
import dev.errand.TaskId;
import dev.errand.engine.TaskEngine;
import dev.errand.registry.TaskQuery;
import dev.errand.spring.BackgroundTaskMethod;
import dev.errand.spring.TaskSubmitter;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import jakarta.persistence.Entity;
import jakarta.persistence.EntityManager;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.Id;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.persistence.autoconfigure.EntityScan;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Submissions within {@code @Transactional}, on a real PostgreSQL, by the transaction managers of JDBC and of JPA. */
@Timeout(180)
class TransactionalSubmissionTest {

    private static EmbeddedPostgres postgres;

    @BeforeAll
    static void start() throws IOException {
        postgres = EmbeddedPostgres.builder()
                .setServerConfig("max_prepared_transactions", "5")
                .start();
    }

    @AfterAll
    static void stop() throws IOException {
        postgres.close();
    }

    private static ConfigurableApplicationContext application(boolean jpa, String... more) {
        String without = jpa
                ? ""
                : "org.springframework.boot.hibernate.autoconfigure.HibernateJpaAutoConfiguration,"
                        + "org.springframework.boot.data.jpa.autoconfigure.DataJpaRepositoriesAutoConfiguration";
        return new SpringApplicationBuilder(Application.class)
                .web(WebApplicationType.NONE)
                .properties(
                        "spring.datasource.url=" + postgres.getJdbcUrl("postgres", "postgres"),
                        "spring.datasource.username=postgres",
                        "spring.jpa.hibernate.ddl-auto=update",
                        "errand.jdbc.initialize-schema=always",
                        "errand.node.shutdown-grace=1s",
                        "spring.main.banner-mode=off",
                        "spring.autoconfigure.exclude=" + without)
                .properties(more)
                .run();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aTaskIsThereIfAndOnlyIfTheTransactionCommits(boolean jpa) throws Exception {
        try (ConfigurableApplicationContext context = application(jpa)) {
            assertThat(context.getBean(PlatformTransactionManager.class)
                            .getClass()
                            .getSimpleName())
                    .contains(jpa ? "Jpa" : "Jdbc");
            TaskEngine tasks = context.getBean(TaskEngine.class);
            Orders orders = context.getBean(Orders.class);
            TransactionTemplate transaction =
                    new TransactionTemplate(context.getBean(PlatformTransactionManager.class));
            int before = tasks.list(TaskQuery.newest(100)).size();

            AtomicReference<TaskId> rolledBack = new AtomicReference<>();
            assertThatThrownBy(() -> transaction.executeWithoutResult(status -> {
                        rolledBack.set(orders.ship.submit("rolled back").id());
                        throw new IllegalStateException("no");
                    }))
                    .hasMessage("no");
            assertThat(tasks.find(rolledBack.get())).isEmpty();

            TaskHandle<String> committed = transaction.execute(status -> {
                if (jpa) {
                    context.getBean(EntityManager.class).persist(new Parcel());
                }
                TaskHandle<String> handle = orders.ship.submit("committed");
                assertThat(tasks.list(TaskQuery.newest(100)))
                        .as("not seen before the commit")
                        .hasSize(before);
                return handle;
            });
            assertThat(committed.asFuture().get(60, TimeUnit.SECONDS)).isEqualTo("shipped committed");
        }
    }

    /** Spring still shows a connection then, on which nothing is committed any more. */
    @ParameterizedTest
    @CsvSource({"false, true", "false, false", "true, true", "true, false"})
    void whatIsSubmittedAfterTheEndOfATransactionIsAcceptedAtOnce(boolean jpa, boolean autoCommit) throws Exception {
        try (ConfigurableApplicationContext context =
                application(jpa, "spring.datasource.hikari.auto-commit=" + autoCommit)) {
            TaskEngine tasks = context.getBean(TaskEngine.class);
            Orders orders = context.getBean(Orders.class);
            TransactionTemplate transaction =
                    new TransactionTemplate(context.getBean(PlatformTransactionManager.class));
            List<TaskHandle<String>> accepted = new ArrayList<>();
            TransactionSynchronization later = new TransactionSynchronization() {
                @Override
                public void afterCommit() {
                    accepted.add(orders.ship.submit("after the commit"));
                }

                @Override
                public void afterCompletion(int status) {
                    accepted.add(orders.ship.submit("after the end"));
                }
            };

            transaction.executeWithoutResult(
                    status -> TransactionSynchronizationManager.registerSynchronization(later));
            transaction.executeWithoutResult(status -> {
                TransactionSynchronizationManager.registerSynchronization(later);
                status.setRollbackOnly();
            });

            assertThat(accepted).hasSize(3);
            for (TaskHandle<String> each : accepted) {
                assertThat(tasks.find(each.id())).isPresent();
                assertThat(each.asFuture().get(60, TimeUnit.SECONDS)).startsWith("shipped after");
            }
            assertThat(TransactionSynchronizationManager.getResourceMap()).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false})
    void aTaskBeginsAsSoonAsTheTransactionHasCommitted(boolean jpa) throws Exception {
        try (ConfigurableApplicationContext context = application(jpa)) {
            CountDownLatch woken = new CountDownLatch(1);
            SpringTransactions transactions =
                    new SpringTransactions(context.getBean(DataSource.class), woken::countDown);
            TransactionTemplate transaction =
                    new TransactionTemplate(context.getBean(PlatformTransactionManager.class));
            assertThat(transactions.current()).isNull();
            transaction.executeWithoutResult(status -> {
                assertThat(transactions.current()).isNotNull().isSameAs(transactions.current());
                assertThat(woken.getCount()).isEqualTo(1);
            });
            assertThat(woken.getCount()).isZero();
        }
    }

    /** As by JTA; otherwise PostgreSQL says no, because of a notice. */
    @Test
    void aTransactionWithATaskIsCommittedInTwoPhases() throws Exception {
        try (ConfigurableApplicationContext context = application(false, "errand.jdbc.two-phase-commits=true")) {
            Orders orders = context.getBean(Orders.class);
            JdbcTemplate sql = new JdbcTemplate(context.getBean(DataSource.class));
            TransactionTemplate transaction =
                    new TransactionTemplate(context.getBean(PlatformTransactionManager.class));
            TaskHandle<String> prepared = transaction.execute(status -> {
                TaskHandle<String> handle = orders.ship.submit("prepared");
                sql.execute("PREPARE TRANSACTION 'order'");
                return handle;
            });

            sql.execute("COMMIT PREPARED 'order'");

            assertThat(prepared.asFuture().get(60, TimeUnit.SECONDS)).isEqualTo("shipped prepared");
        }
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    @EntityScan(basePackageClasses = TransactionalSubmissionTest.class)
    static class Application {

        @Bean
        Orders orders(TaskSubmitter<String, String> ship) {
            return new Orders(ship);
        }
    }

    static class Orders {

        final TaskSubmitter<String, String> ship;

        Orders(TaskSubmitter<String, String> ship) {
            this.ship = ship;
        }

        @BackgroundTaskMethod(name = "ship", title = "Ship an order")
        String ship(String order) {
            return "shipped " + order;
        }
    }

    /** Something of the host's in the same transaction. */
    @Entity
    static class Parcel {

        @Id
        @GeneratedValue
        Long id;
    }
}
