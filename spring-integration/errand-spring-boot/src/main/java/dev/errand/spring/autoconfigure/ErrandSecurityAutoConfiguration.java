package dev.errand.spring.autoconfigure;

import dev.errand.spring.CurrentPrincipal;
import dev.errand.spring.security.AuthenticatedAttempts;
import dev.errand.spring.security.TaskAuthentication;
import dev.errand.spring.security.TaskAuthenticator;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.security.authentication.AnonymousAuthenticationToken;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;

/** Owners from Spring Security, and tasks that run as themselves. */
@AutoConfiguration(before = ErrandAutoConfiguration.class)
@ConditionalOnClass(SecurityContextHolder.class)
public final class ErrandSecurityAutoConfiguration {

    ErrandSecurityAutoConfiguration() {}

    @Bean
    @ConditionalOnMissingBean
    CurrentPrincipal errandCurrentPrincipal() {
        return () -> {
            Authentication authentication = SecurityContextHolder.getContext().getAuthentication();
            boolean known = authentication != null
                    && authentication.isAuthenticated()
                    && !(authentication instanceof AnonymousAuthenticationToken);
            return known ? authentication : null;
        };
    }

    @Bean
    @ConditionalOnMissingBean
    TaskAuthenticator errandTaskAuthenticator() {
        return context -> new TaskAuthentication(context.owner(), context.type());
    }

    @Bean
    @ConditionalOnMissingBean
    AuthenticatedAttempts errandAuthenticatedAttempts(TaskAuthenticator authenticator) {
        return new AuthenticatedAttempts(authenticator);
    }
}
