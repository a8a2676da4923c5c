package dev.rollcall.settings;

import java.util.stream.Collectors;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Tells in the start log, without a stack trace, which settings are wrong. */
final class SettingsFailureAnalyzer extends AbstractFailureAnalyzer<SettingsRefused> {
    @Override
    protected FailureAnalysis analyze(Throwable rootFailure, SettingsRefused cause) {
        return new FailureAnalysis(
                "The settings do not hold together:\n"
                        + cause.problems().stream()
                                .map(problem -> "- " + problem)
                                .collect(Collectors.joining("\n")),
                "Correct application.yaml, the variables or the command line. Overrides that were made in the console or"
                        + " by the API lie in table settings_version, newest version last, and take part.",
                cause);
    }
}
