package dev.rollcall.routing;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Tells in the start log, without a stack trace, where the routes were looked for. */
final class RoutesMissingAnalyzer extends AbstractFailureAnalyzer<RoutesMissing> {
    @Override
    protected FailureAnalysis analyze(Throwable rootFailure, RoutesMissing cause) {
        return new FailureAnalysis(
                cause.getMessage(),
                "Start Rollcall in the folder that has routes/ and application.yaml, or name the files: --"
                        + RouteFiles.PATTERN + "=file:/folder/routes/*.camel.yaml",
                cause);
    }
}
