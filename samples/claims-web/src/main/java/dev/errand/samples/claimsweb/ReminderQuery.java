package dev.errand.samples.claimsweb;

/**
 * Who is to be reminded.
 *
 * @param year of those who have not signed the terms of this year
 * @param slowly whether to take a while, so that there is something to see
 */
public record ReminderQuery(int year, boolean slowly) {}
