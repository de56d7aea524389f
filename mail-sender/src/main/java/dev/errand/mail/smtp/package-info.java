/**
 * The mail transport over SMTP: reused connections, which Angus opens, and as few round trips as the server allows.
 *
 * <p>An {@link dev.errand.mail.smtp.SmtpServer} says where and how; an {@link dev.errand.mail.smtp.SmtpTransport}
 * sends.
 */
@NullMarked
@CheckReturnValue
package dev.errand.mail.smtp;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
