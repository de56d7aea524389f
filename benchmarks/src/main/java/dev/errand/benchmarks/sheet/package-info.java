/** What it costs to write rows to .xlsx, beside what others take for the same. */
@NullMarked
package dev.errand.benchmarks.sheet;

import org.jspecify.annotations.NullMarked;
