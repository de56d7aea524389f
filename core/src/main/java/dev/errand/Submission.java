package dev.errand;

import java.time.Instant;
import java.util.Optional;

/**
 * What was asked for: which task, by whom, when. It stays the same for the task's whole life.
 *
 * @param type the name of the task's type
 * @param owner on whose behalf it runs
 * @param title what people see
 * @param key what makes a repeated submission harmless, if given
 * @param submittedAt when it was submitted
 * @param startsAt the earliest time to start; the time of submission unless a delay was given
 */
public record Submission(
        String type, Owner owner, String title, Optional<String> key, Instant submittedAt, Instant startsAt) {}
