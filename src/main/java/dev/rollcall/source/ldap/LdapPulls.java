package dev.rollcall.source.ldap;

import dev.rollcall.settings.RollcallSettings;
import dev.rollcall.settings.Settings;
import dev.rollcall.source.Pull;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import javax.naming.directory.SearchResult;
import org.apache.camel.Body;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.stereotype.Component;

/** The steps of {@code routes/20-pull-ldap.camel.yaml} around camel-ldap's searches. */
@Component
public class LdapPulls {
    private static final Duration CONNECT = Duration.ofSeconds(10);
    private static final Duration ANSWER = Duration.ofSeconds(60);

    private final Supplier<RollcallSettings> settings;
    private final LdapConnector connector;
    private final Clock clock = Clock.systemUTC();
    /** camel-ldap looks its connection up by name, and has nothing but the thread to tell reads apart. */
    private final ThreadLocal<@Nullable LdapRead> onThisThread = new ThreadLocal<>();

    @Autowired
    LdapPulls(Settings settings) {
        this(settings::current, new LdapConnector(CONNECT, ANSWER));
    }

    LdapPulls(Supplier<RollcallSettings> settings, LdapConnector connector) {
        this.settings = settings;
        this.connector = connector;
    }

    /**
     * Connects to the source that a pull is of.
     *
     * @throws dev.rollcall.source.PullFailure with what is wrong in a sentence
     */
    public LdapRead open(@Body Pull pull) {
        close();
        LdapRead read = new LdapRead(LdapSource.of(settings.get(), pull.sourceId()), pull, connector, clock);
        onThisThread.set(read);
        return read;
    }

    /** Hands a page that camel-ldap read over to the pull. */
    public LdapRead handOver(@Body List<SearchResult> page) {
        LdapRead read = current();
        read.handOver(page);
        return read;
    }

    /** Ends the read of this thread, whether it came to its end or not. */
    public void close() {
        LdapRead read = onThisThread.get();
        onThisThread.remove();
        if (read != null) {
            read.end();
        }
    }

    /** The read that this thread is in. */
    LdapRead current() {
        LdapRead read = onThisThread.get();
        if (read == null) {
            throw new IllegalStateException("No LDAP read is open on this thread. The route has to call ldapPulls.open"
                    + " first, and must not change threads before it is through.");
        }
        return read;
    }
}
