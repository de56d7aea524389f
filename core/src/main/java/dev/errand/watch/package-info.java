/**
 * How those who watch are told without slowing anybody down: snapshots to subscribers, events to listeners. Not exported:
 * it is a part of the engine.
 */
@NullMarked
@CheckReturnValue
package dev.errand.watch;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
