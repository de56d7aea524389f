package dev.errand.spring.test;

import dev.errand.spring.autoconfigure.ErrandAutoConfiguration;
import dev.errand.testkit.ManualTime;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;

/** Time that passes when a test says so. Only for tests that are annotated with {@link AutoConfigureManualTime}. */
@AutoConfiguration(before = ErrandAutoConfiguration.class)
public final class ManualTimeAutoConfiguration {

    ManualTimeAutoConfiguration() {}

    @Bean
    @ConditionalOnMissingBean
    ManualTime errandManualTime() {
        return new ManualTime();
    }
}
