/**
 * Who remembers tasks: the SPI, the table of legal transitions, the in-memory form.
 *
 * <p>A registry is the single source of truth. It alone decides whether a {@link dev.errand.registry.Transition}
 * happens, by the {@linkplain dev.errand.registry.LegalTransitions table} and the {@linkplain dev.errand.registry.Lease
 * lease}; of two that race, one is told no.
 */
@NullMarked
@CheckReturnValue
package dev.errand.registry;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
