package dev.errand.samples.firststeps;

import static java.time.Duration.ofSeconds;

import dev.errand.BackgroundTask;
import dev.errand.ErrorBudget;
import dev.errand.Retry;
import dev.errand.TaskContext;
import dev.errand.TaskType;

/** A task that can be paused, goes on where it stopped, and outlives claims that fail. */
public final class SettleClaims implements BackgroundTask<ClaimQuery, String> {

    static final TaskType<ClaimQuery, String> SETTLE = TaskType.named("settle-claims", ClaimQuery.class, String.class)
            .retrying(Retry.exponential(3, ofSeconds(1)))
            .errorBudget(ErrorBudget.percent(5))
            .using("claims-db");

    /** Settles one claim. */
    @FunctionalInterface
    public interface Ledger {

        /**
         * Settles it.
         *
         * @param claim which one
         * @throws Exception if that cannot be
         */
        void settle(Claim claim) throws Exception;
    }

    private final ClaimStore claims;
    private final Ledger ledger;

    SettleClaims(ClaimStore claims, Ledger ledger) {
        this.claims = claims;
        this.ledger = ledger;
    }

    @Override
    public String run(ClaimQuery query, TaskContext context) throws Exception {
        context.each(claims.find(query)).keyedBy(Claim::number).forEach(ledger::settle);
        return "The claims of " + query.line() + " are settled.";
    }
}
