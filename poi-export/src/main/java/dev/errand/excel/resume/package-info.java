/**
 * Exports that go on where they were interrupted: by a kill, a failure or a pause. Start with
 * {@link dev.errand.excel.resume.Checkpoints}.
 */
@NullMarked
@CheckReturnValue
package dev.errand.excel.resume;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
