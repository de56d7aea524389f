package dev.errand.samples.firststeps;

import java.math.BigDecimal;
import java.time.LocalDate;

/**
 * A claim.
 *
 * @param number its number
 * @param holder who claims
 * @param amount how much
 * @param filedOn since when
 */
public record Claim(String number, String holder, BigDecimal amount, LocalDate filedOn) {}
