/**
 * Workbooks that somebody has designed: where in their parts the rows go, and what of them changes by it. All else stays
 * byte for byte.
 *
 * <p>Not exported: it serves the writer of templates. Tags are found by their places in the text, and only what changes
 * is replaced there; a parser and a printer of XML would change more.
 */
@NullMarked
@CheckReturnValue
package dev.errand.excel.template;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
