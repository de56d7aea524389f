/**
 * How a message is written: as the bytes that a server is sent.
 *
 * <p>Not exported. {@link dev.errand.mail.mime.MessageWriter} writes; the others are one part of a message each.
 */
@NullMarked
@CheckReturnValue
package dev.errand.mail.mime;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
