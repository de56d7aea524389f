/** Artifacts in an object store that speaks S3. Needs the AWS SDK, which the host brings. */
@NullMarked
@CheckReturnValue
package dev.errand.s3;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
