/**
 * How does it look in a Spring Boot application, from the click to the file?
 *
 * <p>{@link dev.errand.samples.claimsweb.ExportClaims} and {@link dev.errand.samples.claimsweb.RemindMembers} are the two tasks,
 * {@link dev.errand.samples.claimsweb.ClaimsPage} starts them, and {@code templates/claims.html} shows them.
 */
@NullMarked
package dev.errand.samples.claimsweb;

import org.jspecify.annotations.NullMarked;
