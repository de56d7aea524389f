package dev.errand.samples.claimsweb;

import dev.errand.spring.web.TaskRequest;
import java.util.Set;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.HttpStatus;
import org.springframework.security.config.annotation.method.configuration.EnableMethodSecurity;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.CsrfConfigurer;
import org.springframework.security.core.userdetails.User;
import org.springframework.security.core.userdetails.UserDetails;
import org.springframework.security.core.userdetails.UserDetailsService;
import org.springframework.security.core.userdetails.UsernameNotFoundException;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.authentication.HttpStatusEntryPoint;

/** Who may do what: Ana and Ben handle claims, and Olga operates. Their passwords are their names: a real application has better ones. */
@Configuration
@EnableMethodSecurity
class Security {

    private static final String POLICY =
            "default-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none';"
                    + " object-src 'none'; require-trusted-types-for 'script'; trusted-types 'none'";

    @Bean
    SecurityFilterChain rules(HttpSecurity http, @Value("${claims.remember-me-key}") String key) {
        return http.authorizeHttpRequests(requests -> requests.requestMatchers(TaskRequest.toAssets())
                        .permitAll()
                        .requestMatchers("/login", "/claims.css")
                        .permitAll()
                        .requestMatchers(TaskRequest.toDashboard())
                        .hasRole("OPERATOR")
                        .anyRequest()
                        .authenticated())
                .formLogin(login -> login.loginPage("/login").defaultSuccessUrl("/"))
                .rememberMe(login -> login.key(key).alwaysRemember(true)) // Also when the server has been restarted
                .csrf(CsrfConfigurer::spa)
                .headers(headers -> headers.contentSecurityPolicy(policy -> policy.policyDirectives(POLICY)))
                .exceptionHandling(handling -> handling.defaultAuthenticationEntryPointFor(
                        new HttpStatusEntryPoint(HttpStatus.UNAUTHORIZED), TaskRequest.toApi()))
                .build();
    }

    @Bean
    UserDetailsService people(@Value("${claims.handlers}") Set<String> handlers) {
        return name -> {
            if (name.equals("olga")) {
                return person(name, "USER", "OPERATOR");
            }
            if (handlers.contains(name)) {
                return person(name, "USER");
            }
            throw new UsernameNotFoundException(name);
        };
    }

    private static UserDetails person(String name, String... roles) {
        return User.withUsername(name).password("{noop}" + name).roles(roles).build();
    }
}
