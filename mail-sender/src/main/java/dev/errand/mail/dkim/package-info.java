/**
 * Signatures by which a receiver knows who answers for a message, and that nobody has changed it (DKIM, RFC 6376).
 */
@NullMarked
@CheckReturnValue
package dev.errand.mail.dkim;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
