/** The sample as people use it: a real browser, and a real server that is killed. */
@NullMarked
package dev.errand.samples.claimsweb;

import org.jspecify.annotations.NullMarked;
