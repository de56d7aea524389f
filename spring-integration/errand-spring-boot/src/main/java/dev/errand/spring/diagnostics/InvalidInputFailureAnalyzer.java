package dev.errand.spring.diagnostics;

import dev.errand.InvalidInputException;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** A value of a property, or of code that puts the engine together, that is out of range. */
final class InvalidInputFailureAnalyzer extends AbstractFailureAnalyzer<InvalidInputException> {

    InvalidInputFailureAnalyzer() {}

    @Override
    protected FailureAnalysis analyze(Throwable rootFailure, InvalidInputException cause) {
        return new FailureAnalysis(
                "Background tasks cannot be set up: " + cause.getMessage() + ".",
                "Change the value of " + cause.field() + ", in the properties errand.* or where your code sets it.",
                cause);
    }
}
