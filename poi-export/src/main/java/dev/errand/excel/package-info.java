/**
 * Rows to .xlsx, streamed. Knows the words, not the engine.
 *
 * <p>An {@link dev.errand.excel.ExcelSheet} says once what the columns are; rows come from anything that can be looped
 * over, and memory does not grow with their number.
 */
@NullMarked
@CheckReturnValue
package dev.errand.excel;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
