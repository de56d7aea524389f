package dev.errand.mail;

import dev.errand.ErrorBudget;
import dev.errand.mail.pace.Pace;
import dev.errand.time.TimeSource;
import java.util.Optional;

/**
 * How a campaign is sent.
 *
 * @param sendsDuplicates whether each of those who share an address gets a message
 * @param budget how many may be refused for good
 */
record Manner(
        Persistence persistence,
        Pace pace,
        SuppressionList suppression,
        boolean sendsDuplicates,
        ErrorBudget budget,
        TimeSource time) {

    /** Nobody must not be written to. */
    static final SuppressionList NOBODY = email -> Optional.empty();

    static final Manner DEFAULT = new Manner(
            Persistence.DEFAULT, Pace.unlimited(), NOBODY, false, ErrorBudget.unlimited(), TimeSource.system());

    Manner with(Persistence changed) {
        return new Manner(changed, pace, suppression, sendsDuplicates, budget, time);
    }

    Manner with(Pace changed) {
        return new Manner(persistence, changed, suppression, sendsDuplicates, budget, time);
    }

    Manner with(SuppressionList changed) {
        return new Manner(persistence, pace, changed, sendsDuplicates, budget, time);
    }

    Manner with(ErrorBudget changed) {
        return new Manner(persistence, pace, suppression, sendsDuplicates, changed, time);
    }

    Manner with(TimeSource changed) {
        return new Manner(persistence, pace, suppression, sendsDuplicates, budget, changed);
    }

    Manner withDuplicates() {
        return new Manner(persistence, pace, suppression, true, budget, time);
    }
}
