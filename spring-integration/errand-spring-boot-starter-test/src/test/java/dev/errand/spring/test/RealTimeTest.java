package dev.errand.spring.test;

import static org.assertj.core.api.Assertions.assertThat;

import dev.errand.spring.autoconfigure.ErrandAutoConfiguration;
import dev.errand.testkit.ManualTime;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

class RealTimeTest {

    private final ApplicationContextRunner application = new ApplicationContextRunner();

    @Test
    void timeIsRealUnlessATestIsAnnotated() {
        application
                .withConfiguration(
                        AutoConfigurations.of(ErrandAutoConfiguration.class, TaskTestAutoConfiguration.class))
                .run(context ->
                        assertThat(context).hasSingleBean(RunningTasks.class).doesNotHaveBean(ManualTime.class));
    }

    @Test
    void nothingWithoutAnEngine() {
        application
                .withConfiguration(AutoConfigurations.of(TaskTestAutoConfiguration.class))
                .run(context -> assertThat(context).doesNotHaveBean(RunningTasks.class));
    }

    @Test
    void aTimeOfTheTestIsLeftAlone() {
        ManualTime own = new ManualTime();
        application
                .withConfiguration(AutoConfigurations.of(ManualTimeAutoConfiguration.class))
                .withBean("own", ManualTime.class, () -> own)
                .run(context -> assertThat(context.getBean(ManualTime.class)).isSameAs(own));
    }
}
