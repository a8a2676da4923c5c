package dev.rollcall.sync;

import dev.rollcall.bench.RunningRollcall;
import dev.rollcall.sync.PullFixture.On;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ExtensionContext.Store.CloseableResource;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** Gives tests one running Rollcall for all of them, to which each adds sources of its own; it stops after the last test. */
public final class SharedPullFixture implements ParameterResolver {
    private static final Namespace NAMESPACE = Namespace.create(SharedPullFixture.class);

    private record Running(PullFixture bench) implements CloseableResource {
        static Running start(String key) {
            return new Running(PullFixture.start(
                    On.H2,
                    RunningRollcall.settings(Map.of(
                            "roles",
                            Map.of(
                                    "catalogue",
                                    List.of(
                                            Map.of("name", "Administrator", "protected", true),
                                            Map.of("name", "Staff User"),
                                            Map.of("name", "Technician"))),
                            "custom-fields",
                            List.of(Map.of("name", "Team"))))));
        }

        @Override
        public void close() {
            bench.close();
        }
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == PullFixture.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return context.getRoot()
                .getStore(NAMESPACE)
                .getOrComputeIfAbsent("bench", Running::start, Running.class)
                .bench();
    }
}
