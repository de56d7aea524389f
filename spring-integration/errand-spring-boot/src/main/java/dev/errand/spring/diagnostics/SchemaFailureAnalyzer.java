package dev.errand.spring.diagnostics;

import dev.errand.jdbc.SchemaException;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Tables that are missing, of another version, or not to be used; and databases that are not fit for tasks. */
final class SchemaFailureAnalyzer extends AbstractFailureAnalyzer<SchemaException> {

    private static final String SCRIPTS =
            "let Flyway or Liquibase run the scripts classpath:dev/errand/jdbc/schema/*.sql for your database.";
    private static final String IN_MEMORY = " To keep tasks in memory, set errand.registry to memory.";

    SchemaFailureAnalyzer() {}

    @Override
    protected FailureAnalysis analyze(Throwable rootFailure, SchemaException cause) {
        return new FailureAnalysis(
                "Tasks cannot be kept in the database: " + cause.getMessage() + ".", remedyFor(cause.reason()), cause);
    }

    private static String remedyFor(SchemaException.Reason reason) {
        return switch (reason) {
            case MISSING -> "Set errand.jdbc.initialize-schema to always, or " + SCRIPTS + IN_MEMORY;
            case OLDER -> "Set errand.jdbc.initialize-schema to always to have them brought up to date, or " + SCRIPTS;
            case NEWER ->
                "Use the version of errand-jdbc-cluster that the tables were made for, or a newer one: look which other"
                        + " application has brought them up to date.";
            case FORBIDDEN ->
                "Give the user of spring.datasource.* these rights, or set errand.jdbc.initialize-schema to never and "
                        + SCRIPTS;
            case UNFIT -> "Change the settings of the database, or its address in spring.datasource.url." + IN_MEMORY;
        };
    }
}
