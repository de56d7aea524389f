package dev.errand.spring.observation;

import dev.errand.TaskCancelledException;
import dev.errand.TaskContext;
import dev.errand.event.TaskInterceptor;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import org.springframework.core.Ordered;

/** Observes each attempt. Where it was submitted in this process, its parent is what was observed there. */
public final class ObservedAttempts implements TaskInterceptor, Ordered {

    private static final AttemptObservationConvention USUAL = new AttemptObservationConvention() {};

    private final ObservationRegistry registry;
    private final AttemptObservationConvention convention;

    /**
     * Observes attempts, by the usual names.
     *
     * @param registry whom to tell
     */
    public ObservedAttempts(ObservationRegistry registry) {
        this(registry, USUAL);
    }

    /**
     * Observes attempts.
     *
     * @param registry whom to tell
     * @param convention what to say
     */
    public ObservedAttempts(ObservationRegistry registry, AttemptObservationConvention convention) {
        this.registry = registry;
        this.convention = convention;
    }

    @Override
    public int getOrder() {
        return Ordered.HIGHEST_PRECEDENCE + 10;
    }

    @Override
    public void around(TaskContext attempt, Run run) throws Exception {
        AttemptObservationContext context = new AttemptObservationContext(attempt);
        Observation observation = Observation.createNotStarted(convention, USUAL, () -> context, registry)
                .start();
        Observation.Scope scope = observation.openScope();
        try {
            run.proceed();
            context.ended("completed");
        } catch (TaskCancelledException | InterruptedException stopped) {
            context.ended("cancelled");
            throw stopped;
        } catch (Throwable failed) {
            context.ended("failed");
            observation.error(failed);
            throw failed;
        } finally {
            scope.close();
            observation.stop();
        }
    }
}
