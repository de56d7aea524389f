package dev.errand.samples.cluster;

/**
 * Somebody who gets a reminder.
 *
 * @param email where to
 * @param firstName what she is called
 */
public record Member(String email, String firstName) {}
