package dev.errand.mail;

import java.util.Optional;

/**
 * A recipient on her way through the outbox.
 *
 * @param number her place in the campaign
 * @param brokenConnections how many have broken with her message since the latest trial
 * @param trials what the server has said against her until now
 */
record Job<T>(int number, Addressee<T> who, int brokenConnections, Optional<Trials> trials) {

    /**
     * Refusals that may pass.
     *
     * @param count how many
     * @param since the {@code nanoTime()} of the first
     * @param latest what was said last
     */
    record Trials(int count, long since, ServerReply latest) {}

    /** Somebody whose turn has not come. */
    Job(int number, Addressee<T> who) {
        this(number, who, 0, Optional.empty());
    }

    /** The same recipient, after another connection has broken with her message. */
    Job<T> afterBrokenConnection() {
        return new Job<>(number, who, brokenConnections + 1, trials);
    }

    /** The same recipient, who is to be tried again. */
    Job<T> afterTrial(long now, ServerReply reply) {
        Trials next = trials.map(before -> new Trials(before.count + 1, before.since, reply))
                .orElseGet(() -> new Trials(1, now, reply));
        return new Job<>(number, who, 0, Optional.of(next));
    }
}
