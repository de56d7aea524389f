/**
 * Tasks as events of the JDK's Flight Recorder, for whoever opens a recording of the application.
 *
 * <p>The events say which task, of which type, how far and how long. Owner, title, message and the text of a failure
 * are not in them: they are personal data, or may quote it, and recordings are passed around.
 */
@NullMarked
@CheckReturnValue
package dev.errand.recording;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
