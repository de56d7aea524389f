/** What is to be known of the HTML of messages. Not exported. */
@NullMarked
@CheckReturnValue
package dev.errand.mail.html;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
