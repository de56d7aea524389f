package dev.errand.spring.security;

import static org.assertj.core.api.Assertions.assertThat;

import dev.errand.Owner;
import dev.errand.SubmitOptions;
import dev.errand.engine.TaskEngine;
import dev.errand.spring.CurrentPrincipal;
import dev.errand.spring.autoconfigure.ErrandAutoConfiguration;
import dev.errand.spring.autoconfigure.ErrandSecurityAutoConfiguration;
import java.security.Principal;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.security.authentication.AnonymousAuthenticationToken;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.authority.AuthorityUtils;
import org.springframework.security.core.context.SecurityContextHolder;

@Timeout(60)
class SecurityTest {

    private final ApplicationContextRunner application = new ApplicationContextRunner()
            .withConfiguration(
                    AutoConfigurations.of(ErrandSecurityAutoConfiguration.class, ErrandAutoConfiguration.class));

    @AfterEach
    void nobodyIsLoggedIn() {
        SecurityContextHolder.clearContext();
    }

    @Test
    void aTaskRunsAsItsOwnerWithoutHerCredentialsAndAuthorities() {
        application.run(context -> {
            SecurityContextHolder.getContext()
                    .setAuthentication(UsernamePasswordAuthenticationToken.authenticated(
                            "ana", "secret", AuthorityUtils.createAuthorityList("ROLE_ADMIN")));
            Authentication seen = context.getBean(TaskEngine.class)
                    .submit(
                            task -> SecurityContextHolder.getContext().getAuthentication(),
                            SubmitOptions.by(Owner.of("ana")).title("look"))
                    .asFuture()
                    .get(20, TimeUnit.SECONDS);

            assertThat(seen).isInstanceOf(TaskAuthentication.class);
            assertThat(seen.getName()).isEqualTo("ana");
            assertThat(seen.getPrincipal()).isEqualTo(Owner.of("ana"));
            assertThat(seen.getCredentials()).isEqualTo("");
            assertThat(seen.getAuthorities()).isEmpty();
            assertThat(seen.isAuthenticated()).isTrue();
        });
    }

    @Test
    void whoATaskRunsAsMayBeDecidedByTheApplication() {
        TaskAuthenticator own = task ->
                new TaskAuthentication(task.owner(), task.type(), AuthorityUtils.createAuthorityList("ROLE_TASK"));
        application
                .withBean(TaskAuthenticator.class, () -> own)
                .run(context -> assertThat(context.getBean(TaskEngine.class)
                                .submit(
                                        "look",
                                        task -> SecurityContextHolder.getContext()
                                                .getAuthentication())
                                .asFuture()
                                .get(20, TimeUnit.SECONDS))
                        .extracting(Authentication::getAuthorities)
                        .asString()
                        .contains("ROLE_TASK"));
    }

    @Test
    void theCurrentPrincipalIsWhoIsReallyLoggedIn() {
        application.run(context -> {
            CurrentPrincipal current = context.getBean(CurrentPrincipal.class);
            assertThat(current.get()).isNull();
            SecurityContextHolder.getContext()
                    .setAuthentication(new AnonymousAuthenticationToken(
                            "key", "anonymous", AuthorityUtils.createAuthorityList("ROLE_ANONYMOUS")));
            assertThat(current.get()).isNull();
            SecurityContextHolder.getContext()
                    .setAuthentication(UsernamePasswordAuthenticationToken.unauthenticated("ana", "guess"));
            assertThat(current.get()).isNull();
            SecurityContextHolder.getContext()
                    .setAuthentication(UsernamePasswordAuthenticationToken.authenticated("ana", "", List.of()));
            assertThat(current.get()).extracting(Principal::getName).isEqualTo("ana");
        });
    }

    @Test
    void nothingOfThatWithoutSpringSecurity() {
        application
                .withClassLoader(new FilteredClassLoader("org.springframework.security"))
                .run(context -> assertThat(context)
                        .hasSingleBean(TaskEngine.class)
                        .doesNotHaveBean("errandAuthenticatedAttempts")
                        .doesNotHaveBean(CurrentPrincipal.class));
    }

    @Test
    void ownOnesAreLeftAlone() {
        application
                .withBean("own", CurrentPrincipal.class, () -> () -> null)
                .withBean(
                        "ownAttempts",
                        AuthenticatedAttempts.class,
                        () -> new AuthenticatedAttempts(task -> new TaskAuthentication(task.owner(), task.type())))
                .run(context -> assertThat(context)
                        .hasSingleBean(CurrentPrincipal.class)
                        .hasSingleBean(AuthenticatedAttempts.class));
    }
}
