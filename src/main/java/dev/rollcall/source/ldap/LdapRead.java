package dev.rollcall.source.ldap;

import dev.rollcall.source.Pull;
import dev.rollcall.source.PullFailure;
import dev.rollcall.source.PulledUser;
import dev.rollcall.source.SeenKeys;
import java.net.URI;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import javax.naming.NamingException;
import javax.naming.directory.SearchControls;
import javax.naming.directory.SearchResult;
import org.jspecify.annotations.Nullable;

/**
 * One read of a directory: the body of the route while it loops. It gives camel-ldap page after page, hands the users
 * over, begins again on another server after a lost connection, and says that the read is complete only where the server
 * said so of every base.
 */
public final class LdapRead {
    private static final int SAMPLE_SIZE = 20;

    private final LdapSource source;
    private final Pull pull;
    private final Servers servers;
    private final LdapUsers users;
    private final Clock clock;

    private PagedContext context;
    private @Nullable Terms terms;
    private Managers managers;
    private SeenKeys seen = new SeenKeys();
    private Searches searches;
    private byte[] cookie = new byte[0];
    private boolean begunAgain;
    private boolean open = true;

    /** Connects to the first server that answers. */
    LdapRead(LdapSource source, Pull pull, LdapConnector connector, Clock clock) {
        this.source = source;
        this.pull = pull;
        this.clock = clock;
        this.servers = new Servers(source, connector);
        this.users = new LdapUsers(source, clock);
        this.managers = new Managers(source.profile());
        this.searches = new Searches(source, pull);
        this.context = servers.connect();
        context.serve(this);
    }

    /** Whether there are pages to come. */
    public boolean isOpen() {
        return open;
    }

    /** Who is searched: the filter of the source's settings, or of its profile. */
    public String getFilter() {
        return source.filter();
    }

    /** What its mapping needs of each of them, separated by commas. */
    public String getAttributes() {
        return String.join(",", source.attributes());
    }

    /** Where the next page is searched. */
    public String getBase() {
        return searches.base();
    }

    PagedContext context() {
        return context;
    }

    /** The next page of what the route searches. Nothing, where the read has to begin again. */
    List<SearchResult> nextPage(String searched, String filter, SearchControls controls) {
        begunAgain = false;
        URI server = servers.current();
        try {
            if (terms == null) {
                terms = Terms.agree(source, pull, server, context, filter, asked(controls), clock);
            }
            boolean keys = pull.mode() == Pull.Mode.KEYS;
            String[] attributes = keys
                    ? new String[] {source.profile().key()}
                    : asked(controls).toArray(String[]::new);
            PagedContext.Page page = context.page(
                    searched,
                    searches.filter(terms),
                    RootDse.controls(controls.getSearchScope(), attributes),
                    pull.mode() == Pull.Mode.SAMPLE ? Math.min(SAMPLE_SIZE, source.pageSize()) : source.pageSize(),
                    searches.cookie());
            cookie = page.cookie();
            return page.entries();
        } catch (NamingException e) {
            boolean forgotten = searches.cookie() != null && LdapFailures.refusesCookie(e);
            return beginAgain(searched, e, forgotten);
        }
    }

    /** Hands a page over, and moves on to the next one, the next base, or the end. */
    void handOver(List<SearchResult> page) {
        if (begunAgain) {
            return;
        }
        try {
            List<SearchResult> fresh = fresh(page);
            if (pull.mode() == Pull.Mode.KEYS) {
                List<String> keys = new ArrayList<>(fresh.size());
                for (SearchResult entry : fresh) {
                    keys.add(users.key(entry));
                }
                pull.keys(keys);
            } else {
                List<PulledUser> read = read(fresh);
                pull.page(read);
            }
        } catch (NamingException e) {
            beginAgain(getBase(), e, false);
            return;
        }
        moveOn();
    }

    /** Without those that came before: bases overlap, and users move while they are read. */
    private List<SearchResult> fresh(List<SearchResult> page) throws NamingException {
        List<SearchResult> fresh = new ArrayList<>(page.size());
        for (SearchResult entry : page) {
            if (seen.add(users.key(entry))) {
                fresh.add(entry);
            }
        }
        return fresh;
    }

    private List<PulledUser> read(List<SearchResult> entries) throws NamingException {
        Terms agreed = terms();
        Set<String> managed = new HashSet<>();
        for (SearchResult entry : entries) {
            if (source.profile() == Profile.ACTIVE_DIRECTORY) {
                Ranges.complete(context, entry);
            }
            String manager = LdapUsers.manager(entry);
            if (manager != null) {
                managed.add(manager);
            }
        }
        findManagers(managed, agreed);
        List<String> shown = users.shown(agreed.attributes());
        List<PulledUser> read = new ArrayList<>(entries.size());
        for (SearchResult entry : entries) {
            agreed.changed(entry);
            read.add(users.user(users.key(entry), entry, shown, agreed.groups(), managers));
        }
        return read;
    }

    private void findManagers(Set<String> names, Terms agreed) throws NamingException {
        try {
            managers.find(names, context, agreed.root());
        } catch (NamingException e) {
            if (LdapFailures.isLost(e)) {
                throw e;
            }
            throw LdapFailures.managers(source, servers.current(), e);
        }
    }

    private void moveOn() {
        boolean sampled = pull.mode() == Pull.Mode.SAMPLE && seen.size() > 0;
        boolean more = searches.goOn(cookie);
        if (sampled) {
            end();
        } else if (!more) {
            finish();
        }
    }

    private void finish() {
        if (seen.size() == 0 && pull.mode() != Pull.Mode.CHANGES && pull.asked().isEmpty()) {
            throw new PullFailure(
                    LdapFailures.where(servers.current()) + " has no user below '"
                            + String.join("' or '", source.bases())
                            + "' that matches the filter " + terms().searched() + " and that '" + source.bindDn()
                            + "' may see. Nobody is never taken for an answer: check base, filter and rights of source '"
                            + source.id() + "'.",
                    false,
                    null);
        }
        end();
        if (pull.mode() != Pull.Mode.SAMPLE) {
            pull.complete(terms().watermark());
        }
    }

    /** On the next server, where that may help: the connection was lost, or the server has forgotten where the read was. */
    private List<SearchResult> beginAgain(String searched, NamingException failure, boolean forgotten) {
        URI server = servers.current();
        context.disconnect();
        if (!(forgotten || LdapFailures.isLost(failure)) || !servers.mayTryAgain()) {
            throw forgotten
                    ? LdapFailures.forgotten(server, failure)
                    : LdapFailures.reading(source, server, searched, failure);
        }
        pull.restart();
        context = servers.connect();
        context.serve(this);
        terms = null;
        managers = new Managers(source.profile());
        seen = new SeenKeys();
        searches = new Searches(source, pull);
        begunAgain = true;
        return List.of();
    }

    private Terms terms() {
        if (terms == null) {
            throw new IllegalStateException("The route handed a page over that was never read");
        }
        return terms;
    }

    /** Closes the connection; no page comes any more. */
    void end() {
        open = false;
        context.disconnect();
    }

    private static List<String> asked(SearchControls controls) {
        String[] attributes = controls.getReturningAttributes();
        if (attributes == null) {
            throw new IllegalStateException(
                    "The route asks for all attributes. Give its ldap: endpoint returnedAttributes={{attributes}}.");
        }
        return List.of(attributes);
    }
}
