package dev.errand.spring.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.errand.spring.autoconfigure.ErrandAutoConfiguration;
import dev.errand.spring.autoconfigure.ErrandReactiveAutoConfiguration;
import dev.errand.spring.autoconfigure.ErrandServletAutoConfiguration;
import dev.errand.spring.autoconfigure.ErrandServletDashboardAutoConfiguration;
import jakarta.servlet.Filter;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ReactiveWebApplicationContextRunner;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;

@ExtendWith(OutputCaptureExtension.class)
class NobodySignsInTest {

    private static final String WARNING = "Nobody is shown a task over HTTP";
    private static final String DASHBOARD = "errand.web.dashboard.enabled=true";

    private final WebApplicationContextRunner servlets = new WebApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(
                    ErrandAutoConfiguration.class,
                    ErrandServletDashboardAutoConfiguration.class,
                    ErrandServletAutoConfiguration.class));

    private final ReactiveWebApplicationContextRunner reactive = new ReactiveWebApplicationContextRunner()
            .withConfiguration(
                    AutoConfigurations.of(ErrandAutoConfiguration.class, ErrandReactiveAutoConfiguration.class));

    private static void ready(ConfigurableApplicationContext context) {
        context.publishEvent(new ApplicationReadyEvent(new SpringApplication(), new String[0], context, Duration.ZERO));
    }

    @Test
    void itIsSaid(CapturedOutput output) {
        servlets.run(NobodySignsInTest::ready);
        assertThat(output).containsOnlyOnce(WARNING);
    }

    @Test
    void itIsSaidInReactiveApplicationsAsWell(CapturedOutput output) {
        reactive.withClassLoader(new FilteredClassLoader("org.springframework.security"))
                .withPropertyValues(DASHBOARD)
                .run(NobodySignsInTest::ready);
        assertThat(output)
                .containsOnlyOnce(WARNING)
                .contains("Dashboard of background tasks: /background-tasks/dashboard/")
                .contains("Nobody may see what is on the dashboard, because nobody signs in");
    }

    @Test
    void aDashboardForNoRoleIsSaidToBeForNobody(CapturedOutput output) {
        reactive.withPropertyValues(DASHBOARD, "spring.webflux.base-path=/app").run(NobodySignsInTest::ready);
        assertThat(output)
                .contains("Dashboard of background tasks: /app/background-tasks/dashboard/")
                .contains("Nobody may see what is on the dashboard: errand.web.operator-roles is empty")
                .doesNotContain(WARNING);
    }

    @Test
    void notWhereSomethingFindsOutWhoCalls(CapturedOutput output) {
        Filter chain = (request, response, filters) -> filters.doFilter(request, response);
        servlets.withBean("springSecurityFilterChain", Filter.class, () -> chain)
                .run(NobodySignsInTest::ready);
        servlets.withBean(TaskCallerResolver.class, () -> request -> Optional.empty())
                .run(NobodySignsInTest::ready);
        servlets.withPropertyValues(DASHBOARD).run(NobodySignsInTest::ready);
        assertThat(output).doesNotContain(WARNING);
    }
}
