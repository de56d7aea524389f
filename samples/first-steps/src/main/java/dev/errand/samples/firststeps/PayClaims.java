package dev.errand.samples.firststeps;

import static java.time.Duration.ofSeconds;

import dev.errand.BackgroundTask;
import dev.errand.TaskContext;
import dev.errand.TaskType;
import java.util.List;

/** A task that goes on where an earlier attempt stopped, and may come upon a claim twice: so it pays by reference. */
public final class PayClaims implements BackgroundTask<ClaimQuery, Integer> {

    static final TaskType<ClaimQuery, Integer> PAY = TaskType.named("pay-claims", ClaimQuery.class, Integer.class);

    private final PaymentOffice office;

    PayClaims(PaymentOffice office) {
        this.office = office;
    }

    @Override
    public Integer run(ClaimQuery query, TaskContext context) throws Exception {
        List<Claim> claims = office.approved(query);
        context.each(claims).savingEvery(2, ofSeconds(5)).forEach(claim -> office.payOnce(claim.number(), claim));
        return claims.size();
    }
}
