package dev.rollcall.source.ldap;

import dev.rollcall.source.SeenKeys;
import java.net.URI;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import javax.naming.NamingException;
import javax.naming.directory.Attribute;
import javax.naming.directory.Attributes;
import javax.naming.directory.SearchResult;

/**
 * Groups of Active Directory: a user's {@code memberOf} names the groups it is in directly, and {@code primaryGroupID}
 * one more; the groups in a mapped group are asked for by the rule of chains (MS-ADTS section 3.1.1.3.4.4.3). So no list
 * of members is read, however large a group is.
 */
final class NestedGroups implements Groups {
    private static final String IN_CHAIN = "memberOf:1.2.840.113556.1.4.1941:=";

    private final Map<String, String> groupRoles;
    /** Folded DN of a group, or {@code #} and its relative id, to the mapped groups that it is or is in. */
    private final Map<String, Set<String>> within = new HashMap<>();

    private final Set<String> states = new TreeSet<>();

    private NestedGroups(Map<String, String> groupRoles) {
        this.groupRoles = groupRoles;
    }

    static Groups read(LdapSource source, URI server, PagedContext context, RootDse root) throws NamingException {
        NestedGroups groups = new NestedGroups(source.groupRoles());
        for (String mapped : source.groupRoles().keySet()) {
            groups.add(mapped, Groups.group(source, server, context, mapped, "objectSid", "uSNChanged"));
            String nested = "(&(objectCategory=group)(" + IN_CHAIN + Filters.escape(mapped) + "))";
            for (SearchResult group :
                    Groups.all(source, server, context, root.above(mapped), nested, "objectSid", "uSNChanged")) {
                groups.add(mapped, group);
            }
        }
        return groups;
    }

    private void add(String mapped, SearchResult group) throws NamingException {
        String name = Filters.folded(group.getNameInNamespace());
        List<String> sid = RootDse.values(group.getAttributes(), "objectSid");
        within.computeIfAbsent(name, key -> new HashSet<>()).add(mapped);
        if (!sid.isEmpty()) {
            String relative = "#" + sid.get(0).substring(sid.get(0).lastIndexOf('-') + 1);
            within.computeIfAbsent(relative, key -> new HashSet<>()).add(mapped);
        }
        states.add(mapped + "=" + groupRoles.get(mapped) + ":" + name + "@"
                + RootDse.values(group.getAttributes(), "uSNChanged"));
    }

    @Override
    public List<String> roles(String dn, Attributes user) throws NamingException {
        Set<String> mapped = new HashSet<>();
        Attribute memberOf = user.get("memberOf");
        for (int i = 0; memberOf != null && i < memberOf.size(); i++) {
            mapped.addAll(within.getOrDefault(Filters.folded(memberOf.get(i).toString()), Set.of()));
        }
        for (String primary : RootDse.values(user, "primaryGroupID")) {
            mapped.addAll(within.getOrDefault("#" + primary, Set.of()));
        }
        return mapped.isEmpty() ? List.of() : Groups.roles(groupRoles, mapped::contains);
    }

    @Override
    public String fingerprint() {
        return SeenKeys.id(String.join("\n", states)).toString();
    }
}
