package dev.errand.mail.outcome;

/**
 * What became of one recipient, in words.
 *
 * @param number her place in the campaign, from 1 on
 * @param recipient her address
 * @param outcome {@code sent}, {@code refused}, {@code given up}, {@code invalid}, {@code in doubt}, {@code duplicate}, {@code
 *     suppressed}, {@code left in doubt} or {@code not tried}
 * @param detail what a server said, or the reason
 */
public record OutcomeLine(int number, String recipient, String outcome, String detail) {}
