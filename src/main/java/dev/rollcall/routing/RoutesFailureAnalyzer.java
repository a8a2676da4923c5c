package dev.rollcall.routing;

import dev.rollcall.failure.Causes;
import java.util.ArrayList;
import java.util.List;
import org.apache.camel.FailedToCreateRouteException;
import org.apache.camel.FailedToStartRouteException;
import org.apache.camel.spring.boot.CamelSpringBootInitializationException;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.diagnostics.FailureAnalyzer;

/** Tells in the start log, without a stack trace, which route cannot be used: Camel names the file, and often the line. */
final class RoutesFailureAnalyzer implements FailureAnalyzer {
    @Override
    public @Nullable FailureAnalysis analyze(Throwable failure) {
        for (Throwable cause : Causes.of(failure)) {
            if (cause instanceof RoutesWrong
                    || cause instanceof CamelSpringBootInitializationException
                    || cause instanceof FailedToCreateRouteException
                    || cause instanceof FailedToStartRouteException) {
                return new FailureAnalysis(
                        "The routes cannot be used.\n" + String.join("\n", messages(cause)),
                        "Correct the file in routes/ that is named above, or has the route that is, and start again.",
                        cause);
            }
        }
        return null;
    }

    /** From the outside in; a message that an outer one quotes already is left out. */
    private static List<String> messages(Throwable failure) {
        List<String> messages = new ArrayList<>();
        for (Throwable cause : Causes.of(failure)) {
            String message = cause.getMessage();
            if (message != null && messages.stream().noneMatch(known -> known.contains(message.strip()))) {
                messages.add(message.strip());
            }
        }
        return messages;
    }
}
