package dev.errand.spring.diagnostics;

import dev.errand.spring.UnsecuredDashboardException;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** A dashboard that would be open to nobody, or to everybody. */
final class UnsecuredDashboardFailureAnalyzer extends AbstractFailureAnalyzer<UnsecuredDashboardException> {

    UnsecuredDashboardFailureAnalyzer() {}

    @Override
    protected FailureAnalysis analyze(Throwable rootFailure, UnsecuredDashboardException cause) {
        return new FailureAnalysis(
                cause.getMessage() + ".",
                "Add Spring Security and set errand.web.operator-roles, or declare a bean of type TaskCallerResolver. If everybody who"
                        + " reaches this application may see and handle all tasks, set errand.web.dashboard.unsecured to true. If it"
                        + " is behind no proxy, set server.forward-headers-strategy to none.",
                cause);
    }
}
