/** Engines that share tasks through one PostgreSQL, side by side: {@link dev.errand.benchmarks.cluster.ClusterComparison}. */
@NullMarked
package dev.errand.benchmarks.cluster;

import org.jspecify.annotations.NullMarked;
