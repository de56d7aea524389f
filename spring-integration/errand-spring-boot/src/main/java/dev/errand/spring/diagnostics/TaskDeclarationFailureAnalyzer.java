package dev.errand.spring.diagnostics;

import dev.errand.spring.TaskDeclarationException;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Tasks that cannot be registered, and submitters that fit none. */
final class TaskDeclarationFailureAnalyzer extends AbstractFailureAnalyzer<TaskDeclarationException> {

    TaskDeclarationFailureAnalyzer() {}

    @Override
    protected FailureAnalysis analyze(Throwable rootFailure, TaskDeclarationException cause) {
        return new FailureAnalysis(cause.getMessage() + ".", cause.remedy(), cause);
    }
}
