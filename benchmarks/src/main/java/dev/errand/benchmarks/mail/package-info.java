/**
 * Mailings, beside what others take for the same: {@code MailComparison} starts a sink, and a process for each contender, and
 * lets them take turns.
 */
@NullMarked
package dev.errand.benchmarks.mail;

import org.jspecify.annotations.NullMarked;
