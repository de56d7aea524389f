package dev.errand.samples.firststeps;

/**
 * Which claims are meant.
 *
 * @param line the line of insurance
 */
public record ClaimQuery(String line) {}
