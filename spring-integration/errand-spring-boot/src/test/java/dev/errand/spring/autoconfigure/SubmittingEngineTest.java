package dev.errand.spring.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import dev.errand.spring.TaskSubmitter;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.transaction.support.TransactionSynchronizationManager;

@Timeout(60)
@ExtendWith(OutputCaptureExtension.class)
class SubmittingEngineTest {

    private static final String WARNING = "submitted within a transaction, but tasks are kept in memory";

    private final ApplicationContextRunner application = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(
                    DataSourceAutoConfiguration.class,
                    ErrandJdbcAutoConfiguration.class,
                    ErrandAutoConfiguration.class))
            .withPropertyValues("spring.datasource.generate-unique-name=true", "errand.node.shutdown-grace=100ms")
            .withUserConfiguration(Doubling.class)
            .withBean(Host.class);

    record Host(TaskSubmitter<Integer, Integer> doubles) {}

    @AfterEach
    void noTransaction() {
        TransactionSynchronizationManager.setActualTransactionActive(false);
    }

    @Test
    void whatIsSubmittedToMemoryWithinATransactionIsWarnedAboutOnce(CapturedOutput output) {
        application.withPropertyValues("errand.registry=memory").run(context -> {
            Host host = context.getBean(Host.class);
            host.doubles.submit(1);
            assertThat(output).doesNotContain(WARNING);
            TransactionSynchronizationManager.setActualTransactionActive(true);
            host.doubles.submit(2);
            host.doubles.submit(3);
            assertThat(output).containsOnlyOnce(WARNING);
        });
    }

    @Test
    void aDatabaseKnowsOfTransactions(CapturedOutput output) {
        application.run(context -> {
            TransactionSynchronizationManager.setActualTransactionActive(true);
            context.getBean(Host.class).doubles.submit(1);
            assertThat(output).doesNotContain(WARNING);
        });
    }
}
