/**
 * What stands in the parts of a workbook (ECMA-376 part 1): rows encoded straight to bytes, styles, and the small parts
 * around them.
 *
 * <p>Not exported: it serves the sheet writer, and knows neither columns of Java values nor where the bytes go. What a
 * value becomes is decided by its caller; here is only how it is written.
 */
@NullMarked
@CheckReturnValue
package dev.errand.excel.sheet;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
