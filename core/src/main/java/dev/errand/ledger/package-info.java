/**
 * What a task has done to the outside, item by item, so that a later attempt neither repeats it nor leaves it out.
 *
 * <p>A task begins an item in its {@link dev.errand.ledger.Ledger} before anything happens, and settles it afterwards. What was
 * begun and not settled when an attempt came to its end is in doubt, and {@link dev.errand.ledger.WhenInDoubt} says what
 * becomes of it.
 */
@NullMarked
@CheckReturnValue
package dev.errand.ledger;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
