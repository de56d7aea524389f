package dev.errand.spring.observation;

import dev.errand.TaskContext;
import io.micrometer.observation.Observation;

/** What is known of an attempt that is observed. */
public final class AttemptObservationContext extends Observation.Context {

    private final TaskContext attempt;
    private String outcome = "unknown";

    /**
     * An attempt that begins.
     *
     * @param attempt the attempt
     */
    public AttemptObservationContext(TaskContext attempt) {
        this.attempt = attempt;
    }

    /**
     * The attempt.
     *
     * @return task, type, owner
     */
    public TaskContext attempt() {
        return attempt;
    }

    /**
     * How the code of the attempt ended.
     *
     * @return {@code completed}, {@code cancelled} or {@code failed}; {@code unknown} until then
     */
    public String outcome() {
        return outcome;
    }

    void ended(String how) {
        outcome = how;
    }
}
