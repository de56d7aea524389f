/** Applications that are prepared ahead of time, as for a native image. */
@NullMarked
package dev.errand.spring.aot;

import org.jspecify.annotations.NullMarked;
