/** Files that tasks produce: the store SPI, the directory store. */
@NullMarked
@CheckReturnValue
package dev.errand.artifact;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
