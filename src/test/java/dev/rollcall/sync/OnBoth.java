package dev.rollcall.sync;

import dev.rollcall.bench.RunningRollcall;
import dev.rollcall.sync.PullFixture.On;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ExtensionContext.Store.CloseableResource;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.ArgumentsProvider;
import org.junit.jupiter.params.provider.ArgumentsSource;

/**
 * A story of runs that is told on H2 and on PostgreSQL. Its parameter is a {@link PullFixture} that all stories share: each has
 * sources of its own. It stops after the last test.
 */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@ParameterizedTest(autoCloseArguments = false)
@ArgumentsSource(OnBoth.Benches.class)
@Timeout(120)
@interface OnBoth {
    /** Starts a bench when the first story needs it. */
    final class Benches implements ArgumentsProvider {
        private static final Namespace NAMESPACE = Namespace.create(OnBoth.class);

        private record Running(PullFixture bench) implements CloseableResource {
            static Running start(On on) {
                return new Running(PullFixture.start(
                        on,
                        RunningRollcall.settings(Map.of(
                                "protected-members", List.of("boss@story.example"),
                                "roles",
                                        Map.of(
                                                "catalogue",
                                                List.of(
                                                        Map.of("name", "Administrator", "protected", true),
                                                        Map.of("name", "Staff User"),
                                                        Map.of("name", "Technician"))),
                                "custom-fields",
                                        List.of(Map.of(
                                                "name", "Team",
                                                "type", "dropdown",
                                                "options", List.of("Field", "Office")))))));
            }

            @Override
            public void close() {
                bench.close();
            }
        }

        @Override
        public Stream<Arguments> provideArguments(ExtensionContext context) {
            return Stream.of(On.values())
                    .map(on -> Arguments.of(Named.of(
                            on.name(),
                            context.getRoot()
                                    .getStore(NAMESPACE)
                                    .getOrComputeIfAbsent(on, Running::start, Running.class)
                                    .bench())));
        }
    }
}
