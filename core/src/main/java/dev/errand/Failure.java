package dev.errand;

import java.util.Optional;

/**
 * Why an attempt failed, told twice: to the person who asked, and to the operator.
 *
 * @param reference what the person quotes and the operator finds in the log
 * @param sentence one safe sentence for the person
 * @param detail the exception's class and message for the operator; at most 8,192 characters
 * @param cause the exception itself; only in the process where the task ran
 */
public record Failure(String reference, String sentence, String detail, Optional<Throwable> cause) {}
