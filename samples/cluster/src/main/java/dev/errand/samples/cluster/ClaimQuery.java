package dev.errand.samples.cluster;

/**
 * Which claims a task is about.
 *
 * @param branch those of one branch
 */
public record ClaimQuery(String branch) {}
