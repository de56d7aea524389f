/** What things cost, beside what others take for the same: {@code java -jar benchmarks/target/benchmarks.jar}. */
@NullMarked
package dev.errand.benchmarks;

import org.jspecify.annotations.NullMarked;
