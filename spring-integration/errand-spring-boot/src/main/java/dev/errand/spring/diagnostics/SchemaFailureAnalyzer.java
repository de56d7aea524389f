package dev.errand.spring.diagnostics;

import dev.errand.jdbc.SchemaException;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Tables that are missing, or of another version. */
final class SchemaFailureAnalyzer extends AbstractFailureAnalyzer<SchemaException> {

    SchemaFailureAnalyzer() {}

    @Override
    protected FailureAnalysis analyze(Throwable rootFailure, SchemaException cause) {
        return new FailureAnalysis(
                "Tasks cannot be kept in the database: " + cause.getMessage() + ".",
                "Set errand.jdbc.initialize-schema to always, or let Flyway or Liquibase run the scripts"
                        + " classpath:dev/errand/jdbc/schema/*.sql for your database. To keep tasks in memory, set errand.registry"
                        + " to memory.",
                cause);
    }
}
