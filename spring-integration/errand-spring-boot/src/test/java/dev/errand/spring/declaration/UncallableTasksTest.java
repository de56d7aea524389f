package dev.errand.spring.declaration;

import static org.assertj.core.api.Assertions.assertThat;

import dev.errand.BackgroundTask;
import dev.errand.TaskContext;
import dev.errand.TaskType;
import dev.errand.spring.BackgroundTaskMethod;
import dev.errand.spring.TaskDeclarationException;
import dev.errand.spring.TaskRegistration;
import dev.errand.spring.autoconfigure.ErrandAutoConfiguration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.annotation.EnableTransactionManagement;
import org.springframework.transaction.annotation.Transactional;

/** What looks like a task, and would not run. */
@Timeout(60)
@ExtendWith(OutputCaptureExtension.class)
class UncallableTasksTest {

    private final ApplicationContextRunner application =
            new ApplicationContextRunner().withConfiguration(AutoConfigurations.of(ErrandAutoConfiguration.class));

    @Test
    void aMethodThatItsProxyDoesNotHaveIsAnError() {
        application
                .withUserConfiguration(ProxiesOfInterfaces.class)
                .withBean(Billing.class)
                .run(context -> assertThat(context)
                        .getFailure()
                        .isInstanceOf(TaskDeclarationException.class)
                        .hasMessageContaining("Billing.bill cannot be called"));
    }

    @Test
    void aMethodThatItsProxyHasIsATask() {
        application
                .withUserConfiguration(ProxiesOfInterfaces.class)
                .withBean(Reminding.class)
                .run(context -> assertThat(context).hasNotFailed());
    }

    @Test
    void aTaskThatNothingRegistersIsSaidToBeNone(CapturedOutput output) {
        application
                .withBean("idle", Length.class)
                .run(context -> assertThat(output)
                        .contains("The bean \"idle\" is a BackgroundTask", "@BackgroundTaskComponent"));
    }

    @Test
    void aTaskThatIsRegisteredIsOne(CapturedOutput output) {
        application
                .withBean("length", Length.class)
                .withUserConfiguration(Registered.class)
                .run(context -> assertThat(output).doesNotContain("The bean \"length\""));
    }

    @Configuration(proxyBeanMethods = false)
    @EnableTransactionManagement
    static class ProxiesOfInterfaces {

        @Bean
        PlatformTransactionManager transactions() {
            return new DataSourceTransactionManager(new DriverManagerDataSource("jdbc:h2:mem:"));
        }
    }

    interface Reminders {
        void remind();
    }

    static class Billing implements Reminders {

        @Override
        public void remind() {}

        @Transactional
        @BackgroundTaskMethod(name = "bill")
        public void bill() {}
    }

    static class Reminding implements Reminders {

        @Override
        @Transactional
        @BackgroundTaskMethod(name = "remind")
        public void remind() {}
    }

    static class Length implements BackgroundTask<String, Integer> {

        @Override
        public Integer run(String input, TaskContext context) {
            return input.length();
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class Registered {

        @Bean
        TaskRegistration<String, Integer> registration(Length length) {
            return TaskRegistration.of(TaskType.named("length", String.class, Integer.class), length);
        }
    }
}
