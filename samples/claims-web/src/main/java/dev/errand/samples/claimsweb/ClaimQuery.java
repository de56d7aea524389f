package dev.errand.samples.claimsweb;

/**
 * Which claims to export.
 *
 * @param branch those of one branch; empty for all
 * @param slowly whether to take a while, so that there is something to see
 */
public record ClaimQuery(String branch, boolean slowly) {}
