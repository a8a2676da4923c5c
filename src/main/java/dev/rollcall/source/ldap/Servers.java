package dev.rollcall.source.ldap;

import dev.rollcall.source.PullFailure;
import java.net.URI;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The servers of a source: the first that answers is used, and the next one after a lost connection. */
final class Servers {
    private static final Logger LOG = LoggerFactory.getLogger(Servers.class);
    private static final int MOST_LOSSES = 3;

    private final LdapSource source;
    private final LdapConnector connector;
    private int at;
    private int losses;

    Servers(LdapSource source, LdapConnector connector) {
        this.source = source;
        this.connector = connector;
    }

    URI current() {
        return source.servers().get(at);
    }

    /** After a lost connection: whether it is worth another one. The next server comes first then. */
    boolean mayTryAgain() {
        at = (at + 1) % source.servers().size();
        return ++losses <= MOST_LOSSES;
    }

    /**
     * Connects to the current server or, if it cannot be used, to the next one that can.
     *
     * @throws PullFailure of the first server, if none can be used
     */
    PagedContext connect() {
        PullFailure first = null;
        for (int tried = 0; tried < source.servers().size(); tried++) {
            try {
                return connector.open(source, current());
            } catch (PullFailure e) {
                LOG.warn("Source '{}': {}", source.id(), e.getMessage());
                if (first == null) {
                    first = e;
                } else {
                    first.addSuppressed(e);
                }
                at = (at + 1) % source.servers().size();
            }
        }
        throw first == null ? new PullFailure("Source '" + source.id() + "' has no url.", false, null) : first;
    }
}
