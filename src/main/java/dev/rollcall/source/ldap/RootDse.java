package dev.rollcall.source.ldap;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import javax.naming.NamingException;
import javax.naming.directory.Attribute;
import javax.naming.directory.Attributes;
import javax.naming.directory.SearchControls;
import javax.naming.directory.SearchResult;
import org.jspecify.annotations.Nullable;

/**
 * What a server says of itself.
 *
 * @param contexts the tops of its trees
 * @param identity which of several servers it is; {@code null} where it does not tell
 * @param usn the newest change that it knows, in its own count; -1 where it does not count
 */
record RootDse(List<String> contexts, @Nullable String identity, long usn) {

    static RootDse of(PagedContext context) throws NamingException {
        SearchControls controls = controls(
                SearchControls.OBJECT_SCOPE,
                "defaultNamingContext",
                "namingContexts",
                "dsServiceName",
                "highestCommittedUSN");
        List<SearchResult> found = context.few("", "(objectClass=*)", controls);
        if (found.isEmpty()) {
            return new RootDse(List.of(), null, -1);
        }
        Attributes root = found.get(0).getAttributes();
        List<String> contexts = new ArrayList<>(values(root, "defaultNamingContext"));
        contexts.addAll(values(root, "namingContexts"));
        List<String> service = values(root, "dsServiceName");
        List<String> usn = values(root, "highestCommittedUSN");
        return new RootDse(
                contexts,
                service.isEmpty() ? null : service.get(0) + invocation(context, service.get(0)),
                usn.isEmpty() ? -1 : Values.number(usn.get(0), -1));
    }

    /** Another one since the server was restored from a backup, which sets its count of changes back. */
    private static String invocation(PagedContext context, String service) {
        try {
            SearchControls controls = controls(SearchControls.OBJECT_SCOPE, "invocationId");
            for (SearchResult entry : context.few(service, "(objectClass=*)", controls)) {
                for (String id : values(entry.getAttributes(), "invocationId")) {
                    return " " + id;
                }
            }
        } catch (NamingException e) {
            // Not everybody may read it; the name of the server has to do.
        }
        return "";
    }

    /** The top of the tree in which that name is; the name itself where the server does not tell. */
    String above(String name) {
        String folded = Filters.folded(name);
        String best = null;
        for (String context : contexts) {
            String top = Filters.folded(context);
            boolean above = folded.equals(top) || folded.endsWith("," + top);
            if (above && !top.isEmpty() && (best == null || top.length() > best.length())) {
                best = context;
            }
        }
        return best == null ? name : best;
    }

    /**
     * OpenLDAP: after which time users may have come whom this server does not know yet, as its newest change
     * ({@code contextCSN}, of each server that changes are made on) is older than what was read once; {@code null}: it knows
     * all that was read, or does not tell.
     *
     * @param time the newest modifyTimestamp that was read
     */
    @Nullable
    Instant knownUntil(PagedContext context, List<String> bases, @Nullable String time) {
        if (time == null) {
            return null;
        }
        String newest = null;
        SearchControls controls = controls(SearchControls.OBJECT_SCOPE, "contextCSN");
        try {
            for (String top : bases.stream().map(this::above).distinct().toList()) {
                for (SearchResult entry : context.few(top, "(objectClass=*)", controls)) {
                    for (String csn : values(entry.getAttributes(), "contextCSN")) {
                        newest = newest == null || newest.compareTo(csn) < 0 ? csn : newest;
                    }
                }
            }
        } catch (NamingException e) {
            return null; // Not everybody may read it.
        }
        return newest == null ? null : ModifyTimestamps.surelyBefore(newest, time);
    }

    /** Controls that ask for attributes, never for objects. */
    static SearchControls controls(int scope, String... attributes) {
        return new SearchControls(scope, 0, 0, attributes, false, false);
    }

    static List<String> values(Attributes attributes, String name) throws NamingException {
        Attribute attribute = attributes.get(name);
        List<String> values = new ArrayList<>();
        for (int i = 0; attribute != null && i < attribute.size(); i++) {
            values.add(Values.text(name, attribute.get(i)));
        }
        return values;
    }
}
