package dev.errand.spring.autoconfigure;

import dev.errand.engine.TaskEngine;
import dev.errand.spring.actuate.ErrandInfoContributor;
import org.springframework.boot.actuate.autoconfigure.info.ConditionalOnEnabledInfoContributor;
import org.springframework.boot.actuate.autoconfigure.info.InfoContributorFallback;
import org.springframework.boot.actuate.info.InfoContributor;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;

/** Types of tasks among the Actuator's info, if that is asked for. */
@AutoConfiguration(after = ErrandAutoConfiguration.class)
@ConditionalOnClass({InfoContributor.class, ConditionalOnEnabledInfoContributor.class})
@ConditionalOnBean(TaskEngine.class)
@ConditionalOnEnabledInfoContributor(value = "errand", fallback = InfoContributorFallback.DISABLE)
public final class ErrandInfoAutoConfiguration {

    ErrandInfoAutoConfiguration() {}

    @Bean
    @ConditionalOnMissingBean
    ErrandInfoContributor errandInfoContributor(TaskEngine engine) {
        return new ErrandInfoContributor(engine);
    }
}
