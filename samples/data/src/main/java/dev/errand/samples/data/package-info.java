/** What the claims office of the samples has around it: claims and members in a table, and a mail server. Nothing of Errand. */
@NullMarked
package dev.errand.samples.data;

import org.jspecify.annotations.NullMarked;
