package dev.errand.samples.firststeps;

import java.util.List;

/** Where claims are paid. */
public interface PaymentOffice {

    /**
     * The claims to be paid, in the same order each time.
     *
     * @param query which ones
     * @return these, paid or not
     */
    List<Claim> approved(ClaimQuery query);

    /**
     * Pays a claim, unless a payment for the same reference has been made.
     *
     * @param reference the claim's number
     * @param claim the claim
     */
    void payOnce(String reference, Claim claim);
}
