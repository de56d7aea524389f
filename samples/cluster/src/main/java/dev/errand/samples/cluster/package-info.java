/**
 * How do several machines share the work, and what happens when one of them dies?
 *
 * <p>{@link dev.errand.samples.cluster.WorkerMain} is a machine that works, {@link dev.errand.samples.cluster.SubmitterMain} one
 * that only hands work in, and {@link dev.errand.samples.cluster.Office} is what they have in common.
 * {@link dev.errand.samples.cluster.ClusterDemo} starts them, kills one, and looks what has become of everything.
 */
@NullMarked
package dev.errand.samples.cluster;

import org.jspecify.annotations.NullMarked;
