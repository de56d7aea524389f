/**
 * What Apache POI does for us, and needs to be there for: passwords, and workbooks designed with it. Everything that refers to its classes is here, and is
 * loaded when it is used.
 *
 * <p>Not exported: it serves the writers of workbooks.
 */
@NullMarked
@CheckReturnValue
package dev.errand.excel.poi;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
