package dev.errand.samples.claimsweb;

import java.math.BigDecimal;
import java.time.LocalDate;

/**
 * A claim, as the page lists it.
 *
 * @param number its number
 * @param holder who claims
 * @param branch where it is handled
 * @param amount how much, in euros
 * @param filed since when
 */
public record Claim(String number, String holder, String branch, BigDecimal amount, LocalDate filed) {}
