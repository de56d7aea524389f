package dev.errand.spring.autoconfigure;

import org.springframework.boot.autoconfigure.condition.ConditionMessage;
import org.springframework.boot.autoconfigure.condition.ConditionOutcome;
import org.springframework.boot.autoconfigure.condition.SpringBootCondition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.core.type.AnnotatedTypeMetadata;

/** Tasks are remembered in the database unless the configuration says: in memory. */
final class OnJdbcRegistry extends SpringBootCondition {

    OnJdbcRegistry() {}

    @Override
    public ConditionOutcome getMatchOutcome(ConditionContext context, AnnotatedTypeMetadata metadata) {
        String choice = context.getEnvironment().getProperty("errand.registry", "auto");
        return new ConditionOutcome(
                !choice.equalsIgnoreCase("memory"),
                ConditionMessage.forCondition("Registry").because("errand.registry is " + choice));
    }
}
