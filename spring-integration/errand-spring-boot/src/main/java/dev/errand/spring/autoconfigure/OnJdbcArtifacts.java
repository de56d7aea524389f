package dev.errand.spring.autoconfigure;

import static java.util.Objects.requireNonNull;

import dev.errand.jdbc.JdbcTaskRegistry;
import org.springframework.boot.autoconfigure.condition.ConditionMessage;
import org.springframework.boot.autoconfigure.condition.ConditionOutcome;
import org.springframework.boot.autoconfigure.condition.SpringBootCondition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.context.annotation.ConfigurationCondition;
import org.springframework.core.env.Environment;
import org.springframework.core.type.AnnotatedTypeMetadata;

/** Files are kept in the database if that is asked for, or if tasks are and there is no directory for files. */
final class OnJdbcArtifacts extends SpringBootCondition implements ConfigurationCondition {

    OnJdbcArtifacts() {}

    @Override
    public ConfigurationPhase getConfigurationPhase() {
        return ConfigurationPhase.REGISTER_BEAN;
    }

    @Override
    public ConditionOutcome getMatchOutcome(ConditionContext context, AnnotatedTypeMetadata metadata) {
        Environment environment = context.getEnvironment();
        String store = environment.getProperty("errand.artifacts.store", "auto");
        boolean tasksInDatabase =
                requireNonNull(context.getBeanFactory()).getBeanNamesForType(JdbcTaskRegistry.class, true, false).length
                        > 0;
        boolean fits = store.equalsIgnoreCase("jdbc")
                || (store.equalsIgnoreCase("auto")
                        && tasksInDatabase
                        && !environment.containsProperty("errand.artifacts.directory"));
        return new ConditionOutcome(
                fits, ConditionMessage.forCondition("Artifacts").because("errand.artifacts.store is " + store));
    }
}
