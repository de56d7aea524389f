package dev.errand.spring;

import dev.errand.engine.TaskEngineBuilder;

/**
 * Changes how the engine is put together, before it is. Those with an {@code @Order} come in that order, the properties
 * {@code errand.*} at 0, and those without at the end.
 */
@FunctionalInterface
public interface TaskEngineBuilderCustomizer {

    /**
     * Changes a builder.
     *
     * @param builder with everything that comes earlier in the order
     */
    void customize(TaskEngineBuilder builder);
}
