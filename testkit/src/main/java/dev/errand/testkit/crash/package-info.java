/**
 * The crash kit: runs a task of the user's own again and again, disturbs it at another point each time, and looks
 * whether what she promises still holds.
 *
 * <p>{@link dev.errand.testkit.crash.CrashKit} is where to begin. Inside, a {@code Trial} is one disturbed run: its
 * task goes through one {@code Machine} or more, each of them an engine of its own with a view of the one registry, as
 * the processes of a cluster are. A {@code Watch} on each machine counts what the task asks of its context, and holds
 * it at the point where it is to be disturbed. So nothing happens by chance, and nothing waits for time to pass.
 */
@NullMarked
@CheckReturnValue
package dev.errand.testkit.crash;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
