/** Tasks over HTTP: resource, events, files; access policy. */
@NullMarked
@CheckReturnValue
package dev.errand.web;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
