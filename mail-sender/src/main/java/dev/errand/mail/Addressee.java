package dev.errand.mail;

import java.util.Optional;

/**
 * A recipient, and how she is named.
 *
 * @param recipient what the functions of the campaign take
 * @param name for people: her address as it was given, or her number if there is none
 * @param key for the ledger of the task: the same in each attempt, and nobody else's
 * @param isDuplicate whether somebody before her has the same address
 * @param unfit why she has no address; empty if she has one
 */
record Addressee<T>(T recipient, String name, String key, boolean isDuplicate, Optional<Throwable> unfit) {}
