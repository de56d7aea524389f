package dev.errand.jdbc;

import java.util.Optional;

/**
 * A change that is written together with those of others.
 *
 * @param sql the statement
 * @param parameters fills it in; may be called more than once
 * @param notice what other processes are told if it is committed
 */
record Write(String sql, Database.Parameters parameters, Optional<String> notice) {}
