package dev.errand.spring.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.errand.spring.UnsecuredDashboardException;
import dev.errand.spring.autoconfigure.ErrandAutoConfiguration;
import dev.errand.spring.autoconfigure.ErrandServletAutoConfiguration;
import dev.errand.spring.autoconfigure.ErrandServletDashboardAutoConfiguration;
import dev.errand.web.TaskHttp;
import jakarta.servlet.Filter;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.context.runner.ReactiveWebApplicationContextRunner;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.boot.web.servlet.ServletRegistrationBean;

class DashboardAutoConfigurationTest {

    private static final String ON = "errand.web.dashboard.enabled=true";

    private static final AutoConfigurations OURS = AutoConfigurations.of(
            ErrandAutoConfiguration.class,
            ErrandServletDashboardAutoConfiguration.class,
            ErrandServletAutoConfiguration.class);

    private final WebApplicationContextRunner application = new WebApplicationContextRunner().withConfiguration(OURS);

    @Test
    void thereIsNoneUnlessItIsAskedFor() {
        application.run(context -> {
            assertThat(context).doesNotHaveBean(DashboardAddress.class).doesNotHaveBean("errandDashboardGate");
            assertThat(context.getBean(TaskHttp.class).serves("/background-tasks/dashboard/"))
                    .isFalse();
        });
    }

    @Test
    void itIsBelowThePathOfEverythingElse() {
        application.withPropertyValues(ON, "errand.web.path=/work").run(context -> {
            assertThat(context.getBean(TaskHttp.class).serves("/work/dashboard/"))
                    .isTrue();
            assertThat(context).hasSingleBean(DashboardAddress.class);
        });
    }

    @Test
    void itMayBeElsewhere() {
        application
                .withPropertyValues(ON, "errand.web.dashboard.path=/ops/tasks")
                .run(context -> {
                    assertThat(context.getBean(TaskHttp.class).serves("/ops/tasks/"))
                            .isTrue();
                    assertThat(context.getBean(TaskHttp.class).serves("/background-tasks/dashboard/"))
                            .isFalse();
                    ServletRegistrationBean<?> registration = context.getBean(ServletRegistrationBean.class);
                    assertThat(registration.getUrlMappings())
                            .containsExactlyInAnyOrder("/background-tasks/*", "/ops/tasks/*");
                    assertThat(context.getBean(ErrandWebProperties.class).dashboardPath())
                            .isEqualTo("/ops/tasks");
                });
    }

    @Test
    void anApplicationHasTheLastWordOnItsPath() {
        application
                .withPropertyValues(ON)
                .withBean("own", TaskHttpBuilderCustomizer.class, () -> builder -> builder.dashboard("/mine"))
                .run(context -> assertThat(context.getBean(TaskHttp.class).serves("/mine/"))
                        .isTrue());
    }

    @Test
    void notWhereTasksAreNotServed() {
        application
                .withPropertyValues(ON, "errand.web.enabled=false")
                .run(context -> assertThat(context).doesNotHaveBean(DashboardAddress.class));
        application
                .withClassLoader(new FilteredClassLoader("dev.errand.web"))
                .withPropertyValues(ON)
                .run(context -> assertThat(context).hasNotFailed().doesNotHaveBean("errandDashboardAddress"));
        new ApplicationContextRunner()
                .withConfiguration(OURS)
                .withPropertyValues(ON)
                .run(context -> assertThat(context).hasNotFailed().doesNotHaveBean(DashboardAddress.class));
        new ReactiveWebApplicationContextRunner()
                .withConfiguration(OURS)
                .withPropertyValues(ON)
                .run(context -> assertThat(context).hasNotFailed().doesNotHaveBean(DashboardAddress.class));
    }

    @Test
    void withoutSecurityItIsForThisMachine() {
        application
                .withPropertyValues(ON)
                .run(context -> assertThat(context)
                        .hasBean("errandDashboardGate")
                        .getBean(TaskCallerResolver.class)
                        .isInstanceOf(OperatorsWithoutSecurity.class));
    }

    @Test
    void withSecurityItIsForOperatorsByTheirRoles() {
        Filter chain = (request, response, filters) -> filters.doFilter(request, response);
        application
                .withPropertyValues(ON, "server.forward-headers-strategy=framework")
                .withBean("springSecurityFilterChain", Filter.class, () -> chain)
                .run(context -> assertThat(context)
                        .doesNotHaveBean("errandDashboardGate")
                        .getBean(TaskCallerResolver.class)
                        .isInstanceOf(PrincipalCallers.class));
    }

    @Test
    void whoeverKnowsCallersByItselfIsLeftAlone() {
        application
                .withPropertyValues(ON)
                .withBean(TaskCallerResolver.class, () -> request -> Optional.empty())
                .run(context -> assertThat(context)
                        .hasSingleBean(TaskCallerResolver.class)
                        .doesNotHaveBean("errandDashboardGate"));
    }

    @Test
    void behindAProxyWithoutSecurityTheApplicationDoesNotStart() {
        for (String proxy : new String[] {
            "server.forward-headers-strategy=native",
            "server.forward-headers-strategy=FRAMEWORK",
            "spring.main.cloud-platform=kubernetes"
        }) {
            application
                    .withPropertyValues(ON, proxy)
                    .run(context -> assertThat(context)
                            .getFailure()
                            .rootCause()
                            .isInstanceOf(UnsecuredDashboardException.class));
            application
                    .withPropertyValues(ON, proxy, "errand.web.dashboard.unsecured=true")
                    .run(context -> assertThat(context).hasNotFailed());
        }
        application
                .withPropertyValues(ON, "server.forward-headers-strategy=none", "spring.main.cloud-platform=kubernetes")
                .run(context -> assertThat(context).hasNotFailed());
    }

    @Test
    void itHidesNeitherTheApiNorTheScripts() {
        for (String path : new String[] {"/background-tasks", "/background-tasks/api", "/background-tasks/assets"}) {
            application
                    .withPropertyValues(ON, "errand.web.dashboard.path=" + path)
                    .run(context -> assertThat(context)
                            .getFailure()
                            .rootCause()
                            .hasMessageContaining("errand.web.dashboard.path is \"" + path + "\""));
        }
        application
                .withPropertyValues(ON, "errand.web.dashboard.path=ops/")
                .run(context -> assertThat(context)
                        .getFailure()
                        .rootCause()
                        .hasMessageContaining("errand.web.dashboard.path is \"ops/\""));
    }
}
