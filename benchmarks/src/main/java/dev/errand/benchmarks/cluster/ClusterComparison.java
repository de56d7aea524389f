package dev.errand.benchmarks.cluster;

import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/**
 * Compares engines that share tasks through a database: on one PostgreSQL that is started for it and writes through to
 * the disk, in processes of their own, one after the other and again.
 */
@Command(
        mixinStandardHelpOptions = true,
        name = "ClusterComparison",
        description = "What tasks cost that survive the process, beside what others take.")
public final class ClusterComparison implements Callable<Integer> {

    @Mixin
    private Options options = new Options();

    private ClusterComparison() {}

    /**
     * Compares, and prints a table for every scenario.
     *
     * @param arguments see {@code --help}
     */
    public static void main(String... arguments) {
        System.exit(new CommandLine(new ClusterComparison())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .execute(arguments));
    }

    @Override
    public Integer call() throws Exception {
        try (Postgres postgres = new Postgres()) {
            System.out.println("PostgreSQL " + postgres.version() + ", medians of " + options.rounds()
                    + " rounds, in brackets the ratio to the first row");
            for (Scenario scenario : options.scenarios()) {
                compare(scenario, postgres);
            }
        }
        return 0;
    }

    private void compare(Scenario scenario, Postgres postgres) throws Exception {
        List<Contenders> contenders = options.contenders(scenario);
        try (Comparison comparison = comparison(scenario, postgres)) {
            for (int round = 0; round <= options.rounds(); round++) {
                for (Contenders contender : contenders) {
                    System.err.println(scenario + ", round " + round + ": " + contender.caption());
                    comparison.measure(contender, round);
                }
            }
            comparison.results().print(System.out);
        }
    }

    private Comparison comparison(Scenario scenario, Postgres postgres) {
        return switch (scenario) {
            case THROUGHPUT -> new Throughput(options, postgres);
            case LATENCY -> new Latency(options, postgres);
            case CANCELLATION -> new Cancellation(options, postgres);
            case SUBMISSION -> new Submission(options, postgres);
            case TAKE_OVER -> new TakeOver(options, postgres);
        };
    }
}
