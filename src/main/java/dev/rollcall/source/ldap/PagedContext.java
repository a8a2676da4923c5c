package dev.rollcall.source.ldap;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Hashtable;
import java.util.Iterator;
import java.util.List;
import javax.naming.NamingEnumeration;
import javax.naming.NamingException;
import javax.naming.PartialResultException;
import javax.naming.directory.SearchControls;
import javax.naming.directory.SearchResult;
import javax.naming.ldap.Control;
import javax.naming.ldap.InitialLdapContext;
import javax.naming.ldap.LdapName;
import javax.naming.ldap.PagedResultsControl;
import javax.naming.ldap.PagedResultsResponseControl;
import org.jspecify.annotations.Nullable;

/**
 * One connection of one read, in the shape in which camel-ldap uses it. camel-ldap's search is answered with the next page
 * by the {@link LdapRead}, and its close does nothing; {@link #disconnect} closes.
 */
final class PagedContext extends InitialLdapContext {
    private @Nullable LdapRead read;
    private @Nullable Control lastAnswer;

    /** Connects, without signing in where the environment says so. */
    PagedContext(Hashtable<String, String> environment) throws NamingException {
        super(environment, null);
    }

    /**
     * One page of a search.
     *
     * @param cookie where the next page begins; empty: this was the last one, and the server said that all is told
     */
    record Page(List<SearchResult> entries, byte[] cookie) {}

    /** Whose search camel-ldap's calls are. */
    void serve(LdapRead reader) {
        this.read = reader;
    }

    @Override
    public NamingEnumeration<SearchResult> search(String base, String filter, SearchControls controls)
            throws NamingException {
        if (read == null) {
            throw new IllegalStateException("No read uses this connection");
        }
        return new Entries(read.nextPage(base, filter, controls));
    }

    /**
     * Reads a page, whole.
     *
     * @param cookie of the page before; {@code null} for the first one
     * @throws NamingException also where the server did not say how the paging goes on: it then may have cut the result
     */
    Page page(String base, String filter, SearchControls controls, int size, byte @Nullable [] cookie)
            throws NamingException {
        try {
            setRequestControls(new Control[] {new PagedResultsControl(size, cookie, Control.CRITICAL)});
        } catch (IOException e) {
            throw (NamingException) new NamingException("The paging control cannot be encoded").initCause(e);
        }
        List<SearchResult> entries = entries(base, filter, controls);
        Control[] answers = getResponseControls();
        for (Control answer : answers == null ? new Control[0] : answers) {
            // The answer to a page before may still be there if this one came without.
            if (answer instanceof PagedResultsResponseControl paged && answer != lastAnswer) {
                lastAnswer = answer;
                byte[] next = paged.getCookie();
                return new Page(entries, next == null ? new byte[0] : next);
            }
        }
        throw new NoPaging();
    }

    /** Searches without paging: for a few entries. */
    List<SearchResult> few(String base, String filter, SearchControls controls) throws NamingException {
        setRequestControls(null);
        return entries(base, filter, controls);
    }

    /** Asks for attributes alone: no object is ever made of an entry, as no controls here ask for one. */
    @SuppressWarnings("BanJNDI")
    private List<SearchResult> entries(String base, String filter, SearchControls controls) throws NamingException {
        List<SearchResult> entries = new ArrayList<>();
        // An LdapName, as JNDI takes a text for a composite name, in which a slash divides.
        try {
            NamingEnumeration<SearchResult> found = search(new LdapName(base), filter, controls);
            try {
                while (found.hasMore()) {
                    entries.add(found.next());
                }
            } finally {
                found.close();
            }
        } catch (PartialResultException e) {
            // Active Directory names other domains after the entries of a domain's root. They are not asked.
            if (LdapFailures.resultCode(e) == LdapFailures.REFERRAL) {
                throw e;
            }
        }
        return entries;
    }

    /** Nothing: camel-ldap closes after each page. */
    @Override
    public void close() {}

    /** Closes the connection, whatever state it is in. */
    void disconnect() {
        try {
            super.close();
        } catch (NamingException e) {
            // It was lost already; the server forgets the search with it.
        }
    }

    /** The server answered a page without the control that says how the paging goes on. */
    static final class NoPaging extends NamingException {
        private static final long serialVersionUID = 1;
    }

    /** A page that was read already, for camel-ldap to collect. */
    private static final class Entries implements NamingEnumeration<SearchResult> {
        private final Iterator<SearchResult> entries;

        Entries(List<SearchResult> entries) {
            this.entries = entries.iterator();
        }

        @Override
        public boolean hasMore() {
            return entries.hasNext();
        }

        @Override
        public SearchResult next() {
            return entries.next();
        }

        @Override
        public boolean hasMoreElements() {
            return entries.hasNext();
        }

        @Override
        public SearchResult nextElement() {
            return entries.next();
        }

        @Override
        public void close() {}
    }
}
