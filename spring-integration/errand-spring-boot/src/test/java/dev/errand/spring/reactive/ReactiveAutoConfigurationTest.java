package dev.errand.spring.reactive;

import static org.assertj.core.api.Assertions.assertThat;

import dev.errand.engine.TaskEngine;
import dev.errand.spring.autoconfigure.ErrandAutoConfiguration;
import dev.errand.spring.autoconfigure.ErrandReactiveAutoConfiguration;
import dev.errand.web.Caller;
import dev.errand.web.Permission;
import dev.errand.web.TaskHttp;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.context.runner.ReactiveWebApplicationContextRunner;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.mock.http.server.reactive.MockServerHttpRequest;
import org.springframework.mock.web.server.MockServerWebExchange;
import org.springframework.security.access.hierarchicalroles.RoleHierarchy;
import org.springframework.security.access.hierarchicalroles.RoleHierarchyImpl;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.authority.AuthorityUtils;
import org.springframework.web.reactive.handler.SimpleUrlHandlerMapping;
import reactor.core.publisher.Mono;

class ReactiveAutoConfigurationTest {

    private static final AutoConfigurations OURS =
            AutoConfigurations.of(ErrandAutoConfiguration.class, ErrandReactiveAutoConfiguration.class);

    private final ReactiveWebApplicationContextRunner application =
            new ReactiveWebApplicationContextRunner().withConfiguration(OURS);

    @Test
    void aHandlerBelowThePath() {
        application.withPropertyValues("errand.web.path=/work").run(context -> {
            assertThat(context).hasSingleBean(TaskWebHandler.class).hasSingleBean(TaskAcceptedResultHandler.class);
            assertThat(context.getBean(SimpleUrlHandlerMapping.class).getUrlMap())
                    .containsOnlyKeys("/work/**");
        });
    }

    @Test
    void theDashboardOnlyIfItIsAskedFor() {
        application.run(context -> assertThat(context.getBean(TaskHttp.class).serves("/background-tasks/dashboard/"))
                .isFalse());
        application
                .withPropertyValues("errand.web.dashboard.enabled=true", "errand.web.dashboard.path=/ops")
                .run(context -> {
                    assertThat(context.getBean(TaskHttp.class).serves("/ops/")).isTrue();
                    assertThat(context.getBean(SimpleUrlHandlerMapping.class).getUrlMap())
                            .containsOnlyKeys("/background-tasks/**", "/ops/**");
                });
    }

    @Test
    void notIfItIsTurnedOffOrElsewhere() {
        application
                .withPropertyValues("errand.web.enabled=false")
                .run(context ->
                        assertThat(context).hasSingleBean(TaskEngine.class).doesNotHaveBean(TaskWebHandler.class));
        for (String missing : new String[] {"dev.errand.web", "org.springframework.web.reactive"}) {
            application
                    .withClassLoader(new FilteredClassLoader(missing))
                    .run(context -> assertThat(context)
                            .hasNotFailed()
                            .hasSingleBean(TaskEngine.class)
                            .doesNotHaveBean("errandTaskWebHandler"));
        }
        new ApplicationContextRunner()
                .withConfiguration(OURS)
                .run(context -> assertThat(context).doesNotHaveBean(TaskWebHandler.class));
        new WebApplicationContextRunner()
                .withConfiguration(OURS)
                .run(context -> assertThat(context).doesNotHaveBean(TaskWebHandler.class));
    }

    @Test
    void callersByWhatThereIs() {
        application.run(context -> assertThat(context.getBean(ReactiveTaskCallerResolver.class))
                .isInstanceOf(ReactiveAuthenticatedCallers.class));
        application
                .withClassLoader(new FilteredClassLoader("org.springframework.security"))
                .run(context -> assertThat(context.getBean(ReactiveTaskCallerResolver.class))
                        .isInstanceOf(ReactivePrincipalCallers.class));
        application
                .withClassLoader(new FilteredClassLoader("jakarta.servlet"))
                .withPropertyValues("errand.web.dashboard.enabled=true")
                .run(context -> assertThat(context).hasNotFailed().hasSingleBean(TaskWebHandler.class));
    }

    @Test
    void anOperatorByTheHierarchyOfRolesIsOne() {
        MockServerWebExchange exchange = MockServerWebExchange.builder(MockServerHttpRequest.get("/"))
                .principal(UsernamePasswordAuthenticationToken.authenticated(
                        "olga", "", AuthorityUtils.createAuthorityList("ROLE_ADMIN")))
                .build();
        application
                .withPropertyValues("errand.web.operator-roles=OPERATOR")
                .withBean(RoleHierarchy.class, () -> RoleHierarchyImpl.fromHierarchy("ROLE_ADMIN > ROLE_OPERATOR"))
                .run(context -> assertThat(context.getBean(ReactiveTaskCallerResolver.class)
                                .callerOf(exchange)
                                .block())
                        .extracting(Caller::permissions)
                        .isEqualTo(Permission.ofOperators()));
    }

    @Test
    void ownOnesAreLeftAlone() {
        TaskHttp own = TaskHttp.on(TaskEngine.inMemory()).build();
        application
                .withBean(TaskHttp.class, () -> own)
                .withBean(ReactiveTaskCallerResolver.class, () -> exchange -> Mono.empty())
                .withBean(TaskWebHandler.class, () -> new TaskWebHandler(own, exchange -> Mono.empty()))
                .run(context -> assertThat(context)
                        .hasSingleBean(TaskHttp.class)
                        .hasSingleBean(TaskWebHandler.class)
                        .hasSingleBean(ReactiveTaskCallerResolver.class));
    }
}
