package dev.errand.jdbc.parts;

/** What a {@link FaultProxy} does with what passes through it. */
public sealed interface FaultMode {

    /** Nothing. */
    record Pass() implements FaultMode {}

    /**
     * Holds everything back, in both directions and also that somebody hangs up, as a network does whose cable is cut. New
     * connections are taken, and then hear nothing.
     */
    record Blackhole() implements FaultMode {}

    /** Closes what is open, and what comes at once, as if there were no server any more. */
    record Refuse() implements FaultMode {}

    /**
     * Lets bytes pass slowly.
     *
     * @param bytesPerSecond at most, in each direction of each connection
     */
    record Slow(int bytesPerSecond) implements FaultMode {

        public Slow {
            if (bytesPerSecond < 1) {
                throw new IllegalArgumentException("too slow to get anywhere: " + bytesPerSecond + " bytes a second");
            }
        }
    }

    /** Lets the statements pass that a cutter chooses, and when the server has replied, closes the connection instead. */
    record CutReply(ReplyCutter cutter) implements FaultMode {}
}
