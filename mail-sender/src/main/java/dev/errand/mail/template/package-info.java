/**
 * How the texts of a campaign are made: the one-method SPI for any engine, sentences from resource bundles, and Thymeleaf.
 *
 * <p>{@link dev.errand.mail.template.ThymeleafTemplates} needs {@code org.thymeleaf:thymeleaf} on the path; nothing else does.
 */
@NullMarked
@CheckReturnValue
package dev.errand.mail.template;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
