package dev.rollcall.source.ldap;

import dev.rollcall.source.PullFailure;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import javax.naming.NamingException;
import javax.naming.directory.Attributes;
import javax.naming.directory.SearchControls;
import javax.naming.directory.SearchResult;

/** The roles that users have by groups ({@code group-roles}), with groups in groups. */
interface Groups {
    /** No groups are mapped to roles. */
    Groups NONE = new Groups() {
        @Override
        public List<String> roles(String dn, Attributes user) {
            return List.of();
        }

        @Override
        public String fingerprint() {
            return "";
        }
    };

    /** The roles of a user, in the order of the settings. */
    List<String> roles(String dn, Attributes user) throws NamingException;

    /** Changes whenever some user's roles may have changed, although the user's own entry did not. */
    String fingerprint();

    /** Reads what is needed of the mapped groups. */
    static Groups read(LdapSource source, URI server, PagedContext context, RootDse root) throws NamingException {
        if (source.groupRoles().isEmpty()) {
            return NONE;
        }
        return source.profile() == Profile.ACTIVE_DIRECTORY
                ? NestedGroups.read(source, server, context, root)
                : MemberLists.read(source, server, context, root);
    }

    /** One group's entry. A group that is gone must not look like one without members. */
    static SearchResult group(LdapSource source, URI server, PagedContext context, String dn, String... attributes)
            throws NamingException {
        List<SearchResult> found;
        try {
            found = context.few(dn, "(objectClass=*)", RootDse.controls(SearchControls.OBJECT_SCOPE, attributes));
        } catch (NamingException e) {
            if (LdapFailures.isLost(e)) {
                throw e;
            }
            found = List.of();
        }
        if (found.isEmpty()) {
            throw new PullFailure(
                    "There is no group '" + dn + "' on " + LdapFailures.where(server) + ", or '" + source.bindDn()
                            + "' may not see it. Put its DN right under group-roles of source '" + source.id()
                            + "', or take it out.",
                    false,
                    null);
        }
        return found.get(0);
    }

    /** All groups in a tree, page by page: those in a mapped group may be anywhere. */
    static List<SearchResult> all(
            LdapSource source, URI server, PagedContext context, String top, String filter, String... attributes)
            throws NamingException {
        List<SearchResult> all = new ArrayList<>();
        SearchControls controls = RootDse.controls(SearchControls.SUBTREE_SCOPE, attributes);
        try {
            byte[] cookie = null;
            while (cookie == null || cookie.length > 0) {
                PagedContext.Page page = context.page(top, filter, controls, source.pageSize(), cookie);
                all.addAll(page.entries());
                cookie = page.cookie();
            }
            return all;
        } catch (NamingException e) {
            if (LdapFailures.isUnseen(e)) {
                throw LdapFailures.walled(source, server, top, e);
            }
            throw e;
        }
    }

    /** The roles whose groups the test finds the user in. */
    static List<String> roles(Map<String, String> groupRoles, Predicate<String> isMember) {
        return groupRoles.entrySet().stream()
                .filter(entry -> isMember.test(entry.getKey()))
                .map(Map.Entry::getValue)
                .distinct()
                .toList();
    }
}
