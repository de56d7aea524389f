package dev.errand.spring.web;

import dev.errand.web.TaskHttpBuilder;

/** Changes how tasks are served over HTTP, after the properties {@code errand.web.*} have. */
@FunctionalInterface
public interface TaskHttpBuilderCustomizer {

    /**
     * Changes a builder.
     *
     * @param builder with everything that comes earlier in the order
     */
    void customize(TaskHttpBuilder builder);
}
