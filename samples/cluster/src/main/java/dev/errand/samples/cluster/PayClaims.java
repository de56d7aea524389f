package dev.errand.samples.cluster;

import dev.errand.BackgroundTask;
import dev.errand.TaskContext;
import java.util.List;

/**
 * Pays the approved claims of a branch, each of them once: the ledger knows which, whatever happens to the machine. One that
 * was under way when its machine died is in doubt, and is left to a person.
 */
final class PayClaims implements BackgroundTask<ClaimQuery, Payments> {

    private final ClaimsDatabase claims;
    private final Bank bank;

    PayClaims(ClaimsDatabase claims, Bank bank) {
        this.claims = claims;
        this.bank = bank;
    }

    @Override
    public Payments run(ClaimQuery query, TaskContext context) throws Exception {
        List<Claim> approved = claims.approved(query.branch());
        for (Claim claim : context.over(approved)) {
            context.ledger().once(claim.number(), () -> bank.transfer(claim));
        }
        return Payments.of(context.ledger());
    }
}
