package dev.errand.spring.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.errand.engine.TaskEngine;
import dev.errand.web.TaskAccepted;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import tools.jackson.databind.json.JsonMapper;

@Timeout(60)
class ErrandJacksonAutoConfigurationTest {

    private final ApplicationContextRunner application = new ApplicationContextRunner()
            .withConfiguration(
                    AutoConfigurations.of(JacksonAutoConfiguration.class, ErrandJacksonAutoConfiguration.class));

    @Test
    void anAcceptedTaskIsNoJson() {
        application.run(context -> {
            try (TaskEngine tasks = TaskEngine.inMemory()) {
                Map<String, TaskAccepted> body = Map.of("task", TaskAccepted.of(tasks.submit("one", task -> "done")));
                JsonMapper mapper = context.getBean(JsonMapper.class);
                assertThatThrownBy(() -> mapper.writeValueAsString(body))
                        .hasMessageContaining("return it from a controller")
                        .hasMessageContaining("errand.web.enabled");
            }
        });
    }

    @Test
    void notWithoutEitherOfThem() {
        for (String missing : new String[] {"dev.errand.web", "tools.jackson"}) {
            new ApplicationContextRunner()
                    .withConfiguration(AutoConfigurations.of(ErrandJacksonAutoConfiguration.class))
                    .withClassLoader(new FilteredClassLoader(missing))
                    .run(context -> assertThat(context).hasNotFailed().doesNotHaveBean("errandJacksonModule"));
        }
    }
}
