/**
 * The container of a workbook: batches of encoded rows compressed one by one, and the zip package they are put into.
 *
 * <p>Not exported: it serves the sheet writer, and knows nothing of cells. A {@link dev.errand.excel.zip.PieceBuffer}
 * takes the bytes of some rows and where in them the fixed pieces begin; a {@link dev.errand.excel.zip.BatchDeflater}
 * compresses them, on any thread and independently of all others; a {@link dev.errand.excel.zip.ZipPackage} writes the
 * results one after the other.
 */
@NullMarked
@CheckReturnValue
package dev.errand.excel.zip;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
