/**
 * Rows of Java values on their way to compressed bytes: taken on the thread of the task, encoded and compressed in
 * batches by others, appended in their order.
 *
 * <p>Not exported: it serves the sheet writer. A {@link dev.errand.excel.batch.RowBatch} is filled with
 * {@link dev.errand.excel.batch.TakenValues}; a {@link dev.errand.excel.batch.BatchPipeline} does the rest.
 */
@NullMarked
@CheckReturnValue
package dev.errand.excel.batch;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
