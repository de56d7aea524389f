package dev.errand.spring.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.errand.Owner;
import dev.errand.engine.TaskEngine;
import dev.errand.spring.CurrentPrincipal;
import dev.errand.spring.autoconfigure.ErrandAutoConfiguration;
import dev.errand.spring.autoconfigure.ErrandServletAutoConfiguration;
import dev.errand.spring.autoconfigure.ErrandWebMvcAutoConfiguration;
import dev.errand.web.Caller;
import dev.errand.web.Permission;
import dev.errand.web.TaskHttp;
import dev.errand.web.servlet.TaskServlet;
import java.security.Principal;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.context.runner.ReactiveWebApplicationContextRunner;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.boot.web.servlet.ServletRegistrationBean;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.web.context.WebApplicationContext;
import org.springframework.web.context.request.RequestContextHolder;
import org.springframework.web.context.request.ServletRequestAttributes;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

class ServletAutoConfigurationTest {

    private static final AutoConfigurations OURS = AutoConfigurations.of(
            ErrandAutoConfiguration.class, ErrandServletAutoConfiguration.class, ErrandWebMvcAutoConfiguration.class);

    private final WebApplicationContextRunner application = new WebApplicationContextRunner().withConfiguration(OURS);

    @Test
    void aServletBelowThePath() {
        application.withPropertyValues("errand.web.path=/work").run(context -> {
            ServletRegistrationBean<?> registration = context.getBean(ServletRegistrationBean.class);
            assertThat(registration.getUrlMappings()).containsExactly("/work/*");
        });
    }

    @Test
    void notIfItIsTurnedOff() {
        application
                .withPropertyValues("errand.web.enabled=false")
                .run(context -> assertThat(context)
                        .hasSingleBean(TaskEngine.class)
                        .doesNotHaveBean(TaskHttp.class)
                        .doesNotHaveBean(TaskServlet.class));
    }

    @Test
    void notWithoutTheLibraryAndNotInOtherApplications() {
        application
                .withClassLoader(new FilteredClassLoader("dev.errand.web"))
                .run(context ->
                        assertThat(context).hasSingleBean(TaskEngine.class).doesNotHaveBean("errandTaskHttp"));
        new ApplicationContextRunner()
                .withConfiguration(OURS)
                .run(context -> assertThat(context).doesNotHaveBean(TaskHttp.class));
        new ReactiveWebApplicationContextRunner()
                .withConfiguration(OURS)
                .run(context ->
                        assertThat(context).hasSingleBean(TaskEngine.class).doesNotHaveBean(TaskHttp.class));
    }

    @Test
    void controllersOnlyWithSpringMvc() {
        application.run(context -> assertThat(context).hasSingleBean(WebMvcConfigurer.class));
        application
                .withClassLoader(new FilteredClassLoader("org.springframework.web.servlet"))
                .run(context ->
                        assertThat(context).hasSingleBean(TaskServlet.class).doesNotHaveBean("errandWebMvcConfigurer"));
    }

    @Test
    void ownOnesAreLeftAlone() {
        TaskHttp own = TaskHttp.on(TaskEngine.inMemory()).build();
        TaskServlet servlet = new TaskServlet(own, request -> Optional.empty());
        application
                .withBean(TaskHttp.class, () -> own)
                .withBean(TaskServlet.class, () -> servlet)
                .withBean(TaskCallerResolver.class, () -> request -> Optional.empty())
                .withBean(CurrentPrincipal.class, () -> () -> null)
                .run(context -> assertThat(context)
                        .hasSingleBean(TaskHttp.class)
                        .hasSingleBean(TaskServlet.class)
                        .hasSingleBean(TaskCallerResolver.class)
                        .hasSingleBean(CurrentPrincipal.class));
    }

    @Test
    void aPathThatIsNoneIsNamed() {
        application
                .withPropertyValues("errand.web.path=work/")
                .run(context -> assertThat(context)
                        .getFailure()
                        .rootCause()
                        .hasMessageContaining("errand.web.path is \"work/\""));
    }

    @Test
    void operatorsAreWhoHaveARole() {
        PrincipalCallers callers =
                new PrincipalCallers(principal -> Owner.of(principal.getName()), Set.of("CLAIMS_OPERATOR"));
        MockHttpServletRequest request = new MockHttpServletRequest();
        assertThat(callers.callerOf(request)).as("nobody").isEmpty();
        request.setUserPrincipal(() -> "ana");
        assertThat(callers.callerOf(request)).contains(Caller.user("ana"));
        request.addUserRole("CLAIMS_OPERATOR");
        assertThat(callers.callerOf(request))
                .get()
                .satisfies(caller -> assertThat(caller.permissions())
                        .contains(Permission.VIEW_ALL)
                        .doesNotContain(Permission.DOWNLOAD_ANY));
    }

    @Test
    void withoutSpringSecurityThePrincipalIsThatOfTheRequest() {
        application.run(context -> {
            CurrentPrincipal current = context.getBean(CurrentPrincipal.class);
            assertThat(current.get()).isNull();
            MockHttpServletRequest request = new MockHttpServletRequest();
            request.setUserPrincipal(() -> "ana");
            RequestContextHolder.setRequestAttributes(new ServletRequestAttributes(request));
            try {
                assertThat(current.get()).extracting(Principal::getName).isEqualTo("ana");
            } finally {
                RequestContextHolder.resetRequestAttributes();
            }
        });
    }

    @Test
    void requestsThatAreOursAreTold() {
        application.withPropertyValues("errand.web.path=/work").run(context -> {
            assertThat(TaskRequest.toApi().matches(request(context, "/work/api/v1/tasks")))
                    .isTrue();
            assertThat(TaskRequest.toApi().matches(request(context, "/work/assets/task-progress.js")))
                    .isFalse();
            assertThat(TaskRequest.toAssets().matches(request(context, "/work/assets/task-progress.js")))
                    .isTrue();
            assertThat(TaskRequest.toDashboard().matches(request(context, "/work/dashboard")))
                    .isTrue();
            assertThat(TaskRequest.toDashboard().matches(request(context, "/workers")))
                    .isFalse();
        });
    }

    @Test
    void noRequestIsOursWhereNothingIsServed() {
        application.withPropertyValues("errand.web.enabled=false").run(context -> {
            for (String path : new String[] {"/background-tasks/api/v1/tasks", "/claims"}) {
                assertThat(TaskRequest.toApi().matches(request(context, path))).isFalse();
                assertThat(TaskRequest.toAssets().matches(request(context, path)))
                        .isFalse();
                assertThat(TaskRequest.toDashboard().matches(request(context, path)))
                        .isFalse();
            }
        });
    }

    private static MockHttpServletRequest request(WebApplicationContext context, String path) {
        MockHttpServletRequest request = new MockHttpServletRequest(context.getServletContext(), "GET", path);
        request.getServletContext().setAttribute(WebApplicationContext.ROOT_WEB_APPLICATION_CONTEXT_ATTRIBUTE, context);
        request.setServletPath("");
        request.setPathInfo(path);
        return request;
    }
}
