package dev.errand.samples.claims;

/**
 * Which claims to export.
 *
 * @param branch those of one branch; empty for all
 */
public record ClaimQuery(String branch) {}
