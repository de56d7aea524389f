/**
 * The real parts of the tests: databases that run, processes that can be killed, and what comes between them.
 *
 * <p>{@link dev.errand.jdbc.parts.DatabaseKind} opens an empty database of each kind that we promise to run on.
 * {@link dev.errand.jdbc.parts.PostgresServer} can be killed and started again, {@link dev.errand.jdbc.parts.FaultProxy}
 * stands between a client and its server, {@link dev.errand.jdbc.parts.FaultyDataSource} between our code and its driver,
 * and a {@link dev.errand.jdbc.parts.ChildProcess} is a machine of its own: killed, frozen, cut off, its clock wrong.
 */
@NullMarked
package dev.errand.jdbc.parts;

import org.jspecify.annotations.NullMarked;
