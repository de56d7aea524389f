package dev.errand;

import java.time.Instant;
import java.util.Optional;

/**
 * What was asked for: which task, by whom, when. It stays the same until the task has ended, and then all of it but the owner.
 *
 * @param type the name of the task's type
 * @param owner on whose behalf it runs
 * @param title what people see
 * @param terms what was asked for besides
 * @param submittedAt when it was submitted
 * @param startsAt the earliest time to start; the time of submission unless another was given
 */
public record Submission(String type, Owner owner, String title, Terms terms, Instant submittedAt, Instant startsAt) {

    /**
     * What few submissions ask for.
     *
     * @param key what makes a repeated submission harmless, if given
     * @param priority which of those that wait goes first
     * @param retryOf the task that this one does all over again, if it does
     * @param trace the trace that it belongs to, if that is known
     */
    public record Terms(
            Optional<String> key, Priority priority, Optional<TaskId> retryOf, Optional<TraceParent> trace) {

        /** Nothing in particular. */
        public static final Terms PLAIN = new Terms(Optional.empty(), Priority.NORMAL, Optional.empty());

        /**
         * Terms of a submission that belongs to no trace.
         *
         * @param key as above
         * @param priority as above
         * @param retryOf as above
         */
        public Terms(Optional<String> key, Priority priority, Optional<TaskId> retryOf) {
            this(key, priority, retryOf, Optional.empty());
        }
    }

    /**
     * The same for somebody else.
     *
     * @param other the owner to be
     * @return a changed copy
     */
    public Submission ownedBy(Owner other) {
        return new Submission(type, other, title, terms, submittedAt, startsAt);
    }

    /**
     * What makes a repeated submission harmless.
     *
     * @return empty if none was given
     */
    public Optional<String> key() {
        return terms.key();
    }
}
