package dev.errand.spring.observation;

import io.micrometer.common.KeyValues;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationConvention;

/**
 * What attempts are called when they are observed, and what is said about them. A bean of this type replaces the usual names.
 *
 * <p>By default each is an {@code errand.task.attempt} with the type and the outcome, of which there are few. Which task it was,
 * and whose, is said to traces only.
 */
public interface AttemptObservationConvention extends ObservationConvention<AttemptObservationContext> {

    @Override
    default boolean supportsContext(Observation.Context context) {
        return context instanceof AttemptObservationContext;
    }

    @Override
    default String getName() {
        return "errand.task.attempt";
    }

    @Override
    default String getContextualName(AttemptObservationContext context) {
        return "task " + context.attempt().type();
    }

    @Override
    default KeyValues getLowCardinalityKeyValues(AttemptObservationContext context) {
        return KeyValues.of("type", context.attempt().type(), "outcome", context.outcome());
    }

    @Override
    default KeyValues getHighCardinalityKeyValues(AttemptObservationContext context) {
        return KeyValues.of(
                "task.id",
                context.attempt().id().toString(),
                "task.owner",
                context.attempt().owner().id(),
                "task.attempt",
                Integer.toString(context.attempt().attempt()));
    }
}
