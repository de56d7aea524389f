/** Registry, artifacts and ledger in SQL: dialects, DDL, claims. */
@NullMarked
@CheckReturnValue
package dev.errand.jdbc;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
