package dev.rollcall.source.ldap;

import dev.rollcall.settings.RollcallSettings;
import dev.rollcall.settings.Settings;
import dev.rollcall.source.Glance;
import dev.rollcall.source.Pull;
import dev.rollcall.source.PullFailure;
import dev.rollcall.source.SourceProbe;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.function.Supplier;
import org.apache.camel.CamelContext;
import org.apache.camel.CamelExecutionException;
import org.apache.camel.ProducerTemplate;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.stereotype.Component;

/**
 * Tries an LDAP source out by its own route: one page of users for a look, and then the keys of all, since limits of the
 * server show only where a read goes to the end.
 */
@Component
final class LdapProbe implements SourceProbe {
    private final Supplier<CamelContext> camel;
    private final Supplier<RollcallSettings> settings;

    @Autowired
    LdapProbe(CamelContext camel, Settings settings) {
        this(() -> camel, settings::current);
    }

    LdapProbe(Supplier<CamelContext> camel, Supplier<RollcallSettings> settings) {
        this.camel = camel;
        this.settings = settings;
    }

    @Override
    public String kind() {
        return "ldap";
    }

    @Override
    public Probe probe(String sourceId) {
        LdapSource source = LdapSource.of(settings.get(), sourceId);
        Glance sample = new Glance(sourceId, Pull.Mode.SAMPLE);
        try {
            run(sample);
            Glance all = new Glance(sourceId, Pull.Mode.KEYS);
            run(all);
            return new Probe(true, found(source, all.count()), sample.first());
        } catch (PullFailure e) {
            return new Probe(false, String.valueOf(e.getMessage()), sample.first());
        } catch (IllegalStateException e) {
            return new Probe(
                    false,
                    "The route pull-" + sourceId + " cannot be run. Look for it in the log and in"
                            + " routes/20-pull-ldap.camel.yaml.",
                    null);
        }
    }

    private static String found(LdapSource source, int count) {
        String encryption =
                switch (source.tls()) {
                    case "none" -> "without encryption: the password goes over the network in the clear";
                    case "start-tls" -> "by StartTLS";
                    default -> "by TLS";
                };
        String who = source.bindDn().isBlank() ? "nobody (anonymous)" : "'" + source.bindDn() + "'";
        return "Connected " + encryption + ", signed in as " + who + ". " + count
                + (count == 1 ? " user was found." : " users were found.");
    }

    private void run(Pull pull) {
        try (ProducerTemplate template = camel.get().createProducerTemplate()) {
            template.sendBody("direct:pull-" + pull.sourceId() + "?block=false&failIfNoConsumers=true", pull);
        } catch (CamelExecutionException e) {
            if (e.getCause() instanceof PullFailure failure) {
                throw failure;
            }
            throw new IllegalStateException(e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
