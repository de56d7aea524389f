package dev.errand.spring.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import dev.errand.InvalidInputException;
import dev.errand.TaskContext;
import dev.errand.TaskHandle;
import dev.errand.spring.BackgroundTaskMethod;
import dev.errand.spring.TaskSubmitter;
import java.sql.Connection;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/** Tasks that hold on to all connections of the application do not keep their engine from its work. */
@Timeout(120)
class OwnPoolTest {

    private static final int ALL = 2;

    private final ApplicationContextRunner application = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(
                    DataSourceAutoConfiguration.class,
                    ErrandJdbcAutoConfiguration.class,
                    ErrandAutoConfiguration.class))
            .withPropertyValues(
                    "spring.datasource.generate-unique-name=true",
                    "spring.datasource.hikari.maximum-pool-size=" + ALL,
                    "errand.node.shutdown-grace=100ms");

    @Test
    void tasksMayHoldOnToAllConnections() {
        application.withUserConfiguration(Holders.class).run(context -> {
            TaskSubmitter<Integer, Integer> holders =
                    context.getBean(Submitter.class).holders();
            TaskHandle<Integer> first = holders.submit(1);
            TaskHandle<Integer> second = holders.submit(2);

            assertThat(first.asFuture().get(60, TimeUnit.SECONDS)).isEqualTo(1);
            assertThat(second.asFuture().get(60, TimeUnit.SECONDS)).isEqualTo(2);
        });
    }

    @Test
    void thePoolIsClosedWithTheApplication() {
        HikariDataSource[] own = new HikariDataSource[1];
        application.withUserConfiguration(Doubling.class).run(context -> {
            TaskDatabase database = context.getBean(TaskDatabase.class);
            assertThat(database.source()).isSameAs(context.getBean(DataSource.class));
            own[0] = (HikariDataSource) database.connections();
            assertThat(own[0].getMaximumPoolSize()).isEqualTo(5);
            assertThat(own[0].isRunning()).isTrue();
        });
        assertThat(own[0].isClosed()).isTrue();
    }

    @Test
    void theApplicationsPoolMayBeShared() {
        application
                .withUserConfiguration(Doubling.class)
                .withPropertyValues("errand.jdbc.own-connections=0")
                .run(context -> assertThatItIsShared(context.getBean(TaskDatabase.class)));
        application
                .withUserConfiguration(Doubling.class)
                .withPropertyValues("errand.jdbc.own-connections=-1")
                .run(context -> assertThat(context)
                        .getFailure()
                        .rootCause()
                        .isInstanceOf(InvalidInputException.class)
                        .hasMessageContaining("errand.jdbc.own-connections is -1, but must be 0 or more"));
    }

    @Test
    void whatIsNoPoolOfHikariIsShared() {
        application
                .withUserConfiguration(Doubling.class, WithoutPool.class)
                .run(context -> assertThatItIsShared(context.getBean(TaskDatabase.class)));
        application
                .withUserConfiguration(Doubling.class, WithoutPool.class)
                .withClassLoader(new FilteredClassLoader("com.zaxxer.hikari"))
                .run(context -> assertThatItIsShared(context.getBean(TaskDatabase.class)));
    }

    private static void assertThatItIsShared(TaskDatabase database) {
        assertThat(database.connections()).isSameAs(database.source());
    }

    @Configuration(proxyBeanMethods = false)
    static class WithoutPool {

        @Bean
        DataSource source() {
            return new DriverManagerDataSource("jdbc:h2:mem:without-pool;DB_CLOSE_DELAY=-1");
        }
    }

    record Submitter(TaskSubmitter<Integer, Integer> holders) {}

    @Configuration(proxyBeanMethods = false)
    static class Holders {

        private final CountDownLatch all = new CountDownLatch(ALL);

        @Bean
        Submitter submitter(TaskSubmitter<Integer, Integer> holders) {
            return new Submitter(holders);
        }

        @Bean
        Holder holder(DataSource source) {
            return new Holder(source, all);
        }
    }

    record Holder(DataSource source, CountDownLatch all) {

        @BackgroundTaskMethod(name = "hold")
        int hold(Integer number, TaskContext context) throws Exception {
            try (Connection held = source.getConnection()) {
                all.countDown();
                all.await();
                context.checkpoint(number);
                return held.isClosed() ? 0 : number;
            }
        }
    }
}
