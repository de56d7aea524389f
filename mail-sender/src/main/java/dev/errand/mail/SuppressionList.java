package dev.errand.mail;

import java.util.Optional;

/** Who must not be written to: those who have unsubscribed or complained, and addresses that do not exist. */
@FunctionalInterface
public interface SuppressionList {

    /**
     * Whether an address is on the list. Called from several threads at once, for each recipient before her message is made. If it
     * throws, nobody is sent to any more, and a later attempt can go on.
     *
     * @param email the address, with its domain in lower case and as A-labels ({@code xn--…})
     * @return why it must not be written to; empty if it may
     * @throws Exception if that cannot be found out
     */
    Optional<String> reasonFor(String email) throws Exception;
}
