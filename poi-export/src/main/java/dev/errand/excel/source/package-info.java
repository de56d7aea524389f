/**
 * Where rows come from, as far as it is more than a loop.
 *
 * <p>Not exported: it serves the sources that are, and knows nothing of sheets.
 */
@NullMarked
@CheckReturnValue
package dev.errand.excel.source;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
