/**
 * What stands in a CSV file (RFC 4180): values as text, quoted and guarded.
 *
 * <p>Not exported: it serves {@code CsvFile}, and knows neither columns nor where the text goes.
 */
@NullMarked
@CheckReturnValue
package dev.errand.excel.csv;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
