package dev.errand.samples.cluster;

/**
 * Who is to be reminded.
 *
 * @param year of those who have not signed the terms of this year
 */
public record ReminderQuery(int year) {}
