/**
 * Recipients from where they are kept, one at a time: files of comma-separated values, and queries. A million of them are not held.
 *
 * <p>Each is a stream, which a campaign closes when it has sent to the last one, or has stopped.
 */
@NullMarked
@CheckReturnValue
package dev.errand.mail.recipients;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
