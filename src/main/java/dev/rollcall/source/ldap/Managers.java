package dev.rollcall.source.ldap;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.naming.InvalidNameException;
import javax.naming.NamingException;
import javax.naming.directory.Attribute;
import javax.naming.directory.SearchControls;
import javax.naming.directory.SearchResult;
import javax.naming.ldap.LdapName;
import javax.naming.ldap.Rdn;
import org.jspecify.annotations.Nullable;

/**
 * Names of managers by their DN: asked for a page at once, many in one search, and kept for the rest of the read, the
 * newest ten thousand of them.
 */
final class Managers {
    private static final int AT_ONCE = 100;
    private static final int KEPT = 10_000;
    private static final String[] NAMES = {"displayName", "cn", "mail"};

    private final String nameAttribute;
    private final Map<String, Manager> known = new LinkedHashMap<>(256, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Manager> eldest) {
            return size() > KEPT;
        }
    };
    /** Those of the page at hand, which may be more than are kept. */
    private Map<String, Manager> page = Map.of();

    private record Manager(
            @Nullable String displayName, @Nullable String mail) {}

    Managers(Profile profile) {
        this.nameAttribute = profile == Profile.ACTIVE_DIRECTORY ? "distinguishedName" : "entryDN";
    }

    /**
     * Finds the names of a page's managers.
     *
     * @throws NamingException if the server did not come to an end, so that managers may be there who did not come
     */
    void find(Set<String> names, PagedContext context, RootDse root) throws NamingException {
        Map<String, Manager> found = new LinkedHashMap<>();
        // A search finds nothing outside the tree that it begins in.
        Map<String, List<String>> missing = new LinkedHashMap<>();
        for (String name : names) {
            Manager manager = known.get(Filters.folded(name));
            if (manager == null) {
                missing.computeIfAbsent(root.above(name), top -> new ArrayList<>())
                        .add(name);
            } else {
                found.put(Filters.folded(name), manager);
            }
        }
        for (Map.Entry<String, List<String>> tree : missing.entrySet()) {
            List<String> all = tree.getValue();
            for (int i = 0; i < all.size(); i += AT_ONCE) {
                ask(all.subList(i, Math.min(all.size(), i + AT_ONCE)), tree.getKey(), context, found);
            }
        }
        known.putAll(found);
        page = found;
    }

    private void ask(List<String> names, String top, PagedContext context, Map<String, Manager> found)
            throws NamingException {
        names.forEach(name -> found.put(Filters.folded(name), new Manager(firstRdn(name), null)));
        String filter =
                Filters.any(nameAttribute, names.stream().map(Filters::escape).toList());
        for (SearchResult entry : entries(filter, top, context)) {
            String displayName = text(entry, "displayName");
            found.put(
                    Filters.folded(entry.getNameInNamespace()),
                    new Manager(displayName == null ? text(entry, "cn") : displayName, text(entry, "mail")));
        }
    }

    private static List<SearchResult> entries(String filter, String top, PagedContext context) throws NamingException {
        try {
            return context.few(top, filter, RootDse.controls(SearchControls.SUBTREE_SCOPE, NAMES));
        } catch (NamingException e) {
            if (LdapFailures.isUnseen(e)) {
                // Who may read users may not be able to read the whole tree: managers are then known by their DN.
                return List.of();
            }
            throw e;
        }
    }

    /** The manager as it stands in a user's document. */
    ObjectNode object(String name) {
        ObjectNode object = JsonNodeFactory.instance.objectNode();
        object.put("dn", name);
        Manager manager = page.get(Filters.folded(name));
        if (manager != null && manager.displayName() != null) {
            object.put("displayName", manager.displayName());
        }
        if (manager != null && manager.mail() != null) {
            object.put("mail", manager.mail());
        }
        return object;
    }

    /** Of a manager that may not be read: the common name out of the DN. */
    private static @Nullable String firstRdn(String name) {
        try {
            LdapName parsed = new LdapName(name);
            Rdn first = parsed.isEmpty() ? null : parsed.getRdn(parsed.size() - 1);
            return first != null && first.getType().equalsIgnoreCase("cn") ? String.valueOf(first.getValue()) : null;
        } catch (InvalidNameException e) {
            return null;
        }
    }

    private static @Nullable String text(SearchResult entry, String name) throws NamingException {
        Attribute attribute = entry.getAttributes().get(name);
        return attribute == null || attribute.size() == 0 ? null : Values.text(name, attribute.get(0));
    }
}
