package dev.errand.spring.diagnostics;

import dev.errand.registry.RegistryUnavailableException;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** A database that does not answer. */
final class RegistryUnavailableFailureAnalyzer extends AbstractFailureAnalyzer<RegistryUnavailableException> {

    RegistryUnavailableFailureAnalyzer() {}

    @Override
    protected FailureAnalysis analyze(Throwable rootFailure, RegistryUnavailableException cause) {
        return new FailureAnalysis(
                "The database in which tasks are kept cannot be used: " + cause.getMessage() + ".",
                "Look whether it runs, and whether spring.datasource.* is right. Tasks need it from the start.",
                cause);
    }
}
