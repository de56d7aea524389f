package dev.errand.samples.cluster;

import java.math.BigDecimal;

/**
 * A claim that is to be paid.
 *
 * @param number names it, also at the bank
 * @param amount in euros
 */
public record Claim(String number, BigDecimal amount) {}
