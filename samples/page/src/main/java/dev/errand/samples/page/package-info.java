/** How does a person see her task in a page, without any framework? */
@NullMarked
package dev.errand.samples.page;

import org.jspecify.annotations.NullMarked;
