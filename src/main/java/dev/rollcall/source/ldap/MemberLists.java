package dev.rollcall.source.ldap;

import dev.rollcall.source.SeenKeys;
import java.net.URI;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import javax.naming.NamingException;
import javax.naming.directory.Attributes;
import javax.naming.directory.SearchResult;

/**
 * Groups of OpenLDAP and others, by their lists of members: {@code groupOfNames}, {@code groupOfUniqueNames} and
 * {@code posixGroup} (RFC 4519, RFC 2307). It does without the memberOf overlay, which misses groups that were there
 * before it. Members are kept in 16 bytes each.
 */
final class MemberLists implements Groups {
    private static final String GROUPS =
            "(|(objectClass=groupOfNames)(objectClass=groupOfUniqueNames)(objectClass=posixGroup))";
    private static final String[] MEMBERS = {"member", "uniqueMember", "memberUid"};

    private final Map<String, String> groupRoles;
    private final Map<String, SeenKeys> members = new LinkedHashMap<>();
    private long high;
    private long low;

    private MemberLists(Map<String, String> groupRoles) {
        this.groupRoles = groupRoles;
    }

    static Groups read(LdapSource source, URI server, PagedContext context, RootDse root) throws NamingException {
        MemberLists lists = new MemberLists(source.groupRoles());
        Set<String> groups = new HashSet<>();
        Set<String> tops = new HashSet<>();
        for (String mapped : source.groupRoles().keySet()) {
            Groups.group(source, server, context, mapped, "1.1");
            if (tops.add(root.above(mapped))) {
                for (SearchResult group : Groups.all(source, server, context, root.above(mapped), GROUPS, "1.1")) {
                    groups.add(Filters.folded(group.getNameInNamespace()));
                }
            }
        }
        for (String mapped : source.groupRoles().keySet()) {
            lists.add(mapped, groups, source, server, context);
        }
        return lists;
    }

    /** The members of a group and of the groups in it; groups may be in each other. */
    private void add(String mapped, Set<String> groups, LdapSource source, URI server, PagedContext context)
            throws NamingException {
        SeenKeys all = members.computeIfAbsent(mapped, key -> new SeenKeys());
        Set<String> seen = new HashSet<>(Set.of(Filters.folded(mapped)));
        Deque<String> waiting = new ArrayDeque<>(List.of(mapped));
        while (!waiting.isEmpty()) {
            SearchResult group = Groups.group(source, server, context, waiting.remove(), MEMBERS);
            for (String attribute : MEMBERS) {
                for (String member : RootDse.values(group.getAttributes(), attribute)) {
                    String folded = Filters.folded(attribute.equals("memberUid") ? "#" + member : member);
                    if (groups.contains(folded)) {
                        if (seen.add(folded)) {
                            waiting.add(member);
                        }
                    } else if (all.add(folded)) {
                        // A sum, as the order of members tells nothing.
                        UUID id = SeenKeys.id(mapped + "=" + groupRoles.get(mapped) + ":" + folded);
                        high += id.getMostSignificantBits();
                        low += id.getLeastSignificantBits();
                    }
                }
            }
        }
    }

    @Override
    public List<String> roles(String dn, Attributes user) throws NamingException {
        String folded = Filters.folded(dn);
        List<String> uids = RootDse.values(user, "uid");
        return Groups.roles(groupRoles, mapped -> isMember(members.getOrDefault(mapped, new SeenKeys()), folded, uids));
    }

    private static boolean isMember(SeenKeys list, String dn, List<String> uids) {
        return list.contains(dn) || uids.stream().anyMatch(uid -> list.contains(Filters.folded("#" + uid)));
    }

    @Override
    public String fingerprint() {
        return new UUID(high, low).toString();
    }
}
