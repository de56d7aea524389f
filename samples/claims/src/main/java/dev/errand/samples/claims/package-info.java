/**
 * How do I export and mail in the background, in plain Java?
 *
 * <p>{@link dev.errand.samples.claims.ClaimsDemo} puts it together; {@link dev.errand.samples.claims.ExportClaims} and
 * {@link dev.errand.samples.claims.RemindMembers} are the two tasks to copy from.
 */
@NullMarked
package dev.errand.samples.claims;

import org.jspecify.annotations.NullMarked;
