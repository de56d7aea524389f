/**
 * The code that the README and the Javadoc show. A test of {@code architecture-tests} compares them, so what is shown
 * is what compiles.
 */
@NullMarked
package dev.errand.samples.firststeps;

import org.jspecify.annotations.NullMarked;
