package dev.errand.benchmarks.cluster;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What the command line says. */
final class Options {

    @Parameters(
            arity = "0..*",
            description = "what to compare, in this order: ${COMPLETION-CANDIDATES}; all if none is named")
    private List<Scenario> scenarios = List.of(Scenario.values());

    @Option(
            names = "--contender",
            arity = "1..*",
            description = "who takes part: ${COMPLETION-CANDIDATES}; all if none is named")
    private List<Contenders> contenders = List.of(Contenders.values());

    @Option(names = "--rounds", defaultValue = "5", description = "measured rounds: ${DEFAULT-VALUE}")
    private int rounds;

    @Option(names = "--tasks", defaultValue = "20000", description = "tasks a round: ${DEFAULT-VALUE}")
    private int tasks;

    @Option(names = "--while-running", description = "submit tasks to nodes that run, and not before they start")
    private boolean whileRunning;

    @Option(
            names = "--samples",
            defaultValue = "300",
            description = "tasks whose way to the start is timed: ${DEFAULT-VALUE}")
    private int samples;

    @Option(
            names = "--poll",
            defaultValue = "PT1S",
            description = "how often an idle node looks for tasks: ${DEFAULT-VALUE}")
    private Duration poll = Duration.ZERO;

    @Option(
            names = "--lease",
            defaultValue = "PT4S",
            description = "how long a killed node keeps its tasks: ${DEFAULT-VALUE}")
    private Duration lease = Duration.ZERO;

    /** What to compare. */
    List<Scenario> scenarios() {
        return scenarios;
    }

    /** Who has something to show there, in the order of the tables. */
    List<Contenders> contenders(Scenario scenario) {
        return Arrays.stream(Contenders.values())
                .filter(contenders::contains)
                .filter(contender -> contender.takesPartIn(scenario))
                .toList();
    }

    /** How often each of them is measured, in turn with the others. */
    int rounds() {
        return rounds;
    }

    /** How many tasks are run to their end in a round. */
    int tasks() {
        return tasks;
    }

    /** Whether tasks come while the nodes run, instead of before. */
    boolean whileRunning() {
        return whileRunning;
    }

    /** How many single submissions are timed, over all rounds. */
    int samples() {
        return samples;
    }

    /** How often who polls does it on an idle system. */
    Duration poll() {
        return poll;
    }

    /** How long a node may be silent. */
    Duration lease() {
        return lease;
    }
}
