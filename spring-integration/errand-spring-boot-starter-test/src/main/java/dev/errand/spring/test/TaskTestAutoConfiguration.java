package dev.errand.spring.test;

import dev.errand.engine.TaskEngine;
import dev.errand.spring.autoconfigure.ErrandAutoConfiguration;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;

/** Lets tests wait for tasks. */
@AutoConfiguration(after = ErrandAutoConfiguration.class)
public final class TaskTestAutoConfiguration {

    TaskTestAutoConfiguration() {}

    @Bean
    @ConditionalOnBean(TaskEngine.class)
    @ConditionalOnMissingBean
    RunningTasks errandRunningTasks(TaskEngine engine) {
        return new RunningTasks(engine);
    }
}
