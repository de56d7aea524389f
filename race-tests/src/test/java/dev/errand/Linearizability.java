package dev.errand;

import org.jetbrains.lincheck.datastructures.ModelCheckingOptions;
import org.jetbrains.lincheck.datastructures.Options;
import org.jetbrains.lincheck.datastructures.StressOptions;

/**
 * Compares a class with a sequential specification: by trying all interleavings of small scenarios, and by running
 * larger ones on real threads. Shortly, or thoroughly with {@code -Derrand.long=true}.
 *
 * <p>No scenario has operations before its parallel part: they would bring a task to its end before it begins.
 */
public final class Linearizability {

    private static final boolean LONG = Boolean.getBoolean("errand.long");

    private Linearizability() {}

    public static void check(Class<?> tested, Class<?> specification) {
        sized(new ModelCheckingOptions(), LONG ? 100 : 4, specification)
                .invocationsPerIteration(LONG ? 2_000 : 50)
                .check(tested);
        sized(new StressOptions(), LONG ? 200 : 10, specification)
                .invocationsPerIteration(LONG ? 10_000 : 200)
                .check(tested);
    }

    private static <O extends Options<O, ?>> O sized(O options, int iterations, Class<?> specification) {
        return options.iterations(iterations)
                .threads(2)
                .actorsBefore(0)
                .actorsPerThread(4)
                .actorsAfter(1)
                .sequentialSpecification(specification);
    }
}
