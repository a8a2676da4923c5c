package dev.rollcall.settings;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.yaml.snakeyaml.error.MarkedYAMLException;

/** Tells in the start log, without a stack trace, which line of application.yaml is no YAML. */
final class YamlFailureAnalyzer extends AbstractFailureAnalyzer<MarkedYAMLException> {
    @Override
    protected FailureAnalysis analyze(Throwable rootFailure, MarkedYAMLException cause) {
        return new FailureAnalysis(
                "The settings are no YAML that can be read.\n" + cause.getMessage(),
                "Correct the line of application.yaml that is named above, and start again. Blocks are indented by blanks,"
                        + " never by tabs; each key stands once; texts with ':' or '#' stand in quotes.",
                cause);
    }
}
