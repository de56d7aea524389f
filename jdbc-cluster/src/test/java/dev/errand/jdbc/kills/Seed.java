package dev.errand.jdbc.kills;

import java.util.Random;
import java.util.concurrent.ThreadLocalRandom;

/** Where chance comes from: printed, so that a test can be repeated with {@code -Derrand.seed}. */
final class Seed {

    /** Whether to take the time for the long form. */
    static final boolean LONG = Boolean.getBoolean("errand.long");

    private Seed() {}

    /** The chance of one test. */
    static Random printed(String test) {
        long seed = Long.getLong("errand.seed", ThreadLocalRandom.current().nextLong());
        System.out.println(test + ": repeat it with -Derrand.seed=" + seed);
        return new Random(seed);
    }
}
