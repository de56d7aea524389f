/**
 * The kill harness: real processes share the tasks of a real database and are killed, frozen, cut off and shown wrong clocks,
 * and somebody who knows nothing of our code settles the accounts.
 *
 * <p>What processes do they write into a {@link dev.errand.jdbc.kills.Diary}, outside of the database: submitters what was
 * acknowledged, workers what they have begun and done. An {@link dev.errand.jdbc.kills.Audit} reads these and the tables, and
 * nothing else. Each test prints what it found, and a seed with which it can be repeated: {@code -Derrand.seed=<seed>}.
 *
 * <p>Short in every build; {@code ./prove kills} does about ten times as much.
 */
@NullMarked
package dev.errand.jdbc.kills;

import org.jspecify.annotations.NullMarked;
