package dev.errand.jdbc;

/** What databases do differently. */
enum Dialect {
    POSTGRESQL,
    MARIADB,
    MYSQL,
    SQLITE,
    H2
}
