/**
 * How several engines share the tasks of one registry: the SPI of what spreads them.
 *
 * <p>The registry says which tasks there are and who holds them; a {@link dev.errand.cluster.TaskDistributor} decides which
 * of them this engine runs next.
 */
@NullMarked
@CheckReturnValue
package dev.errand.cluster;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
