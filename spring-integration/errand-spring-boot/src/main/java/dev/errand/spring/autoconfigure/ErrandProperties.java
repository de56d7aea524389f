package dev.errand.spring.autoconfigure;

import dev.errand.InvalidInputException;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What may be set about the engine.
 *
 * @param registry who remembers tasks
 * @param node this process among those that share the registry
 * @param execution where tasks run, and how many at the same time
 * @param limits how much may be asked for
 * @param retention how long tasks are remembered when they have ended
 * @param types policies of single task types, by their names
 */
@ConfigurationProperties("errand")
public record ErrandProperties(
        @DefaultValue("auto") RegistryChoice registry,
        @DefaultValue Node node,
        @DefaultValue Execution execution,
        @DefaultValue Limits limits,
        @DefaultValue Retention retention,
        @DefaultValue Map<String, Type> types) {

    /** Who remembers tasks. */
    public enum RegistryChoice {
        /** The database, if errand-jdbc-cluster and a DataSource are there, and memory if not. */
        AUTO,
        /** Memory: tasks live as long as the process. */
        MEMORY,
        /** The database, or the application does not start. */
        JDBC
    }

    /** On which threads tasks run. */
    public enum Threads {
        /** A virtual thread for each. */
        VIRTUAL,
        /** A platform thread for each. */
        PLATFORM
    }

    /** Copies the map. */
    public ErrandProperties {
        types = Map.copyOf(types);
    }

    /**
     * This process among those that share a registry.
     *
     * @param name name of this process, for people; no two that run at the same time should have the same. By default, that of
     *     the machine and the process id
     * @param lease how long what this process runs is left to it when it gives no sign of life
     * @param shutdownGrace how long running tasks may go on when the application stops. Should be shorter than
     *     spring.lifecycle.timeout-per-shutdown-phase
     */
    public record Node(
            @Nullable String name,
            @DefaultValue("30s") Duration lease,
            @DefaultValue("10s") Duration shutdownGrace) {}

    /**
     * Where tasks run.
     *
     * @param threads kind of threads that tasks run on. By default virtual, unless spring.threads.virtual.enabled is false. In a
     *     cluster, always virtual
     * @param maxRunning how many tasks run at the same time in this process. By default 100, or 50 in a cluster
     * @param maxComputing how many tasks run at the same time of types that compute. By default, as many as there are processors
     */
    public record Execution(
            @Nullable Threads threads,
            @Nullable Integer maxRunning,
            @Nullable Integer maxComputing) {

        /**
         * Checks the limits.
         *
         * @throws InvalidInputException if one is zero or less
         */
        public Execution {
            requirePositive("errand.execution.max-running", maxRunning);
            requirePositive("errand.execution.max-computing", maxComputing);
        }
    }

    /**
     * How much may be asked for. What is more is refused at once, or waits.
     *
     * @param maxWaiting how many tasks may wait for their first start. By default 10,000 in memory, and 1,000,000 in a database
     * @param maxWaitingPerOwner how many tasks of one owner may wait for their first start. By default, any number
     * @param maxRunningPerOwner how many tasks of one owner run at the same time; more of them wait. By default, any number
     * @param resources how many tasks use a resource at the same time, by the names that task types use
     */
    public record Limits(
            @Nullable Integer maxWaiting,
            @Nullable Integer maxWaitingPerOwner,
            @Nullable Integer maxRunningPerOwner,
            @DefaultValue Map<String, Integer> resources) {

        /**
         * Checks the limits.
         *
         * @throws InvalidInputException if one is zero or less
         */
        public Limits {
            requirePositive("errand.limits.max-waiting", maxWaiting);
            requirePositive("errand.limits.max-waiting-per-owner", maxWaitingPerOwner);
            requirePositive("errand.limits.max-running-per-owner", maxRunningPerOwner);
            resources = Map.copyOf(resources);
            resources.forEach((name, tasks) -> requirePositive("errand.limits.resources." + name, tasks));
        }
    }

    /**
     * How long tasks are remembered when they have ended.
     *
     * @param maxAge for how long after their end. By default seven days in memory, and thirty in a database
     * @param maxEnded how many at most. By default 10,000 in memory, and any number in a database
     */
    public record Retention(
            @Nullable Duration maxAge, @Nullable Integer maxEnded) {

        dev.errand.registry.Retention or(dev.errand.registry.Retention usual) {
            dev.errand.registry.Retention numbered = Property.set(
                    "errand.retention.max-ended",
                    maxEnded,
                    usual,
                    (retention, most) -> new dev.errand.registry.Retention(most, retention.maxAge()));
            return Property.set(
                    "errand.retention.max-age",
                    maxAge,
                    numbered,
                    (retention, longest) -> new dev.errand.registry.Retention(retention.maxEnded(), longest));
        }
    }

    /**
     * Policy of one task type. What is not set stays as it was declared.
     *
     * @param attempts how often a task is tried in all, 1 for no retries
     * @param retryDelay how long until the second attempt; doubled for each one after
     * @param timeout limit of time for each attempt
     * @param maxRunning how many tasks of this type run at the same time
     */
    public record Type(
            @Nullable Integer attempts,
            @DefaultValue("10s") Duration retryDelay,
            @Nullable Duration timeout,
            @Nullable Integer maxRunning) {}

    private static void requirePositive(String property, @Nullable Integer value) {
        if (value != null && value < 1) {
            throw new InvalidInputException(property, value, "be 1 or more");
        }
    }
}
