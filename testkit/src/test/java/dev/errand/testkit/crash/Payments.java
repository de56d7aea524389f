package dev.errand.testkit.crash;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** A world with effects that show: payments for claims. It allows everything, also to pay twice. */
final class Payments {

    private final List<String> made = new ArrayList<>();

    synchronized void reset() {
        made.clear();
    }

    synchronized void pay(String claim) {
        made.add(claim);
    }

    synchronized void payOnce(String claim) {
        if (!made.contains(claim)) {
            made.add(claim);
        }
    }

    synchronized List<String> made() {
        return List.copyOf(made);
    }

    synchronized Set<String> paidClaims() {
        return new HashSet<>(made);
    }
}
