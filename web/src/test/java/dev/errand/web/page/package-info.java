/** What a person sees, in a real browser. */
@NullMarked
package dev.errand.web.page;

import org.jspecify.annotations.NullMarked;
