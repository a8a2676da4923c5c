package dev.rollcall.source.ldap;

import dev.rollcall.settings.RollcallSettings;
import dev.rollcall.settings.SettingsOf;
import dev.rollcall.source.Pull;
import dev.rollcall.source.PullFailure;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.naming.directory.DirContext;
import org.apache.camel.CamelExecutionException;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.builder.TemplatedRouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.spi.Resource;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.jspecify.annotations.Nullable;

/** The shipped route file, running, for one LDAP source with the id {@code dir}. */
final class Reader implements AutoCloseable {
    private final DefaultCamelContext camel = new DefaultCamelContext();

    Reader(Map<String, Object> source) {
        this(source, Duration.ofSeconds(5));
    }

    Reader(Map<String, Object> source, Duration patience) {
        RollcallSettings settings = settings(source);
        LdapPulls pulls = new LdapPulls(() -> settings, new LdapConnector(patience, patience));
        try {
            camel.getRegistry().bind("ldapPulls", pulls);
            camel.getRegistry()
                    .bindAsPrototype(
                            "ldapPage", DirContext.class, () -> pulls.current().context());
            Resource routes = ResourceHelper.resolveMandatoryResource(
                    camel, "file:" + Path.of("routes/20-pull-ldap.camel.yaml").toAbsolutePath());
            PluginHelper.getRoutesLoader(camel).loadRoutes(routes);
            camel.start();
            TemplatedRouteBuilder.builder(camel, "pull-ldap")
                    .routeId("pull-dir")
                    .parameter("source", "dir")
                    .add();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    /** Settings with a source {@code dir}. */
    static RollcallSettings settings(Map<String, Object> source) {
        Map<String, Object> ldap = new HashMap<>(source);
        ldap.putIfAbsent("kind", "ldap");
        Map<String, Object> roles = Map.of(
                "catalogue",
                List.of(Map.of("name", "Administrator"), Map.of("name", "Staff User"), Map.of("name", "Technician")));
        return SettingsOf.map(Map.of("roles", roles, "sources", Map.of("dir", ldap)));
    }

    /** Settings of a source and more of them, given as key, value, key, value. */
    static Map<String, Object> with(Map<String, Object> source, Object... more) {
        Map<String, Object> all = new LinkedHashMap<>(source);
        for (int i = 0; i < more.length; i += 2) {
            all.put((String) more[i], more[i + 1]);
        }
        return all;
    }

    Collected full() {
        return read(new Collected("dir", Pull.Mode.FULL, null));
    }

    Collected keys() {
        return read(new Collected("dir", Pull.Mode.KEYS, null));
    }

    Collected changes(@Nullable String since) {
        return read(new Collected("dir", Pull.Mode.CHANGES, since));
    }

    /** Runs the route. */
    <P extends Pull> P read(P pull) {
        try (ProducerTemplate template = camel.createProducerTemplate()) {
            template.sendBody("direct:pull-dir", pull);
            return pull;
        } catch (CamelExecutionException e) {
            if (e.getCause() instanceof RuntimeException thrown) {
                throw thrown;
            }
            throw e;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What the route throws for that pull. */
    PullFailure failure(Pull pull) {
        try {
            read(pull);
        } catch (PullFailure e) {
            return e;
        }
        throw new AssertionError("The read did not fail");
    }

    PullFailure failure() {
        Collected pull = new Collected("dir", Pull.Mode.FULL, null);
        PullFailure failure = failure(pull);
        if (pull.complete) {
            throw new AssertionError("A read that failed said that it was complete");
        }
        return failure;
    }

    @Override
    public void close() {
        camel.stop();
    }
}
