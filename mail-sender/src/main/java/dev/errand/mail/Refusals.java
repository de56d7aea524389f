package dev.errand.mail;

import dev.errand.ErrorBudget;
import dev.errand.TaskFailedException;
import dev.errand.mail.RecipientOutcome.Failed;
import java.util.Optional;

/**
 * How many recipients servers have refused, of those that one attempt has written to. What an earlier attempt has met does not
 * count: else a campaign that was stopped by it could never go on. Used by all senders.
 */
final class Refusals {

    private static final int LEAST_SAMPLE = 100;

    private final ErrorBudget budget;
    private int refused;
    private int tried;
    private Optional<String> tooMany = Optional.empty();

    /**
     * None yet.
     *
     * @param budget how many there may be
     */
    Refusals(ErrorBudget budget) {
        this.budget = budget;
    }

    /** Counts a recipient. What is to be said if there are too many now. */
    synchronized Optional<String> count(RecipientOutcome outcome) {
        tried++;
        refused += outcome instanceof Failed ? 1 : 0;
        boolean shareIsKnown = tried >= LEAST_SAMPLE && refused * 100.0 > budget.percent() * tried;
        if (tooMany.isEmpty() && (refused > budget.items() || shareIsKnown)) {
            tooMany = Optional.of(
                    "Servers have refused " + refused + " of the first " + tried + " recipients, more than may be");
        }
        return tooMany;
    }

    /** What ends the attempt, if there are too many. */
    synchronized Optional<TaskFailedException> failure() {
        return tooMany.map(what -> new TaskFailedException("The campaign stopped. " + what
                + ". The others are not tried; it goes on with them when it is resumed."));
    }
}
