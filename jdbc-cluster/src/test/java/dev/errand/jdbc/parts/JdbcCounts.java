package dev.errand.jdbc.parts;

/**
 * How often a database was asked for something.
 *
 * @param connections that were taken from the data source
 * @param statements that were executed; a batch is one
 * @param batched entries of all batches together
 * @param commits that were asked for; statements that commit by themselves are not among them
 * @param rollbacks that were asked for
 */
public record JdbcCounts(long connections, long statements, long batched, long commits, long rollbacks) {}
