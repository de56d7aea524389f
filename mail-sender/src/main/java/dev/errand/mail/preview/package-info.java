/**
 * A campaign before it is sent: what one recipient would get, as a file, as a page, or sent to oneself; and what would become of
 * all of them.
 *
 * <p>Nothing here reaches a recipient, and nothing is written into a ledger.
 */
@NullMarked
@CheckReturnValue
package dev.errand.mail.preview;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
