/**
 * Files under way, of which nothing is left if they do not become whole.
 *
 * <p>Not exported: it serves the writers of workbooks and of CSV files, and knows nothing of what is in them.
 */
@NullMarked
@CheckReturnValue
package dev.errand.excel.file;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
