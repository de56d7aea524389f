package dev.errand.spring.test;

import static dev.errand.testkit.TaskAssertions.assertThat;
import static java.time.Duration.ZERO;
import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.errand.TaskHandle;
import dev.errand.TaskId;
import dev.errand.TaskState;
import dev.errand.engine.TaskEngine;
import dev.errand.spring.BackgroundTaskMethod;
import dev.errand.spring.TaskSubmitter;
import dev.errand.testkit.ManualTime;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.context.annotation.Configuration;

@SpringBootTest
@AutoConfigureManualTime
@Timeout(60)
class ManualTimeTest {

    @Autowired
    private ManualTime time;

    @Autowired
    private TaskSubmitter<Void, String> reports;

    @Autowired
    private RunningTasks running;

    @Autowired
    private TaskEngine tasks;

    @Test
    void timePassesWhenTheTestSaysSo() throws InterruptedException {
        TaskHandle<String> later = reports.submit(options -> options.delay(ofMinutes(10)));
        running.awaitIdle(ofSeconds(30));
        assertThat(later.snapshot()).hasState(TaskState.SCHEDULED);

        time.advance(ofMinutes(10));
        assertThat(running.awaitEnd(later.id(), ofSeconds(30))).hasState(TaskState.SUCCEEDED);
    }

    @Test
    void whatDoesNotEndIsNamed() {
        CountDownLatch gate = new CountDownLatch(1);
        TaskHandle<Integer> stuck = tasks.submit("stuck", context -> {
            gate.await();
            return 1;
        });
        try {
            assertThatThrownBy(() -> running.awaitIdle(ZERO))
                    .isInstanceOf(AssertionError.class)
                    .hasMessageContaining("stuck (ad-hoc)");
            assertThatThrownBy(() -> running.awaitEnd(stuck.id(), ZERO)).isInstanceOf(AssertionError.class);
        } finally {
            gate.countDown();
        }
        assertThatThrownBy(() -> running.awaitEnd(new TaskId(UUID.randomUUID()), ZERO))
                .hasMessageContaining("there is no task");
        assertThat(stuck.id()).isNotNull();
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class Application {

        @BackgroundTaskMethod(name = "report", title = "Report")
        String report() {
            return "done";
        }
    }
}
