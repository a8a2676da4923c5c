package dev.rollcall.source.ldap;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rollcall.settings.RollcallSettings;
import dev.rollcall.settings.Source;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Makes of a pasted entry the document that a read would make, as far as the entry alone tells. */
final class PastedEntry {
    private PastedEntry() {}

    static ObjectNode document(String ldif, RollcallSettings settings, String sourceId) {
        Ldif.Entry entry = Ldif.entry(ldif);
        ObjectNode document = JsonNodeFactory.instance.objectNode();
        document.put("dn", entry.dn());
        entry.attributes().forEach((name, values) -> put(document, name, values));
        List<String> roles = roles(entry, settings, sourceId);
        if (!roles.isEmpty()) {
            ArrayNode list = document.putArray("rollcallRoles");
            roles.forEach(list::add);
        }
        Instant expires = AccountState.expires(document);
        if (expires != null) {
            document.put("rollcallExpires", expires.toString());
        }
        return document;
    }

    private static void put(ObjectNode document, String name, List<String> values) {
        if (LdapSource.isNeverRead(name)) {
            return;
        }
        if (name.equalsIgnoreCase("manager")) {
            document.putObject("manager").put("dn", values.get(0));
        } else if (values.size() == 1) {
            document.put(name, values.get(0));
        } else {
            ArrayNode list = document.putArray(name);
            values.forEach(list::add);
        }
    }

    /** By the groups that the entry names itself; groups in groups show in a read only. */
    private static List<String> roles(Ldif.Entry entry, RollcallSettings settings, String sourceId) {
        Source source = settings.sources().get(sourceId);
        if (source == null || source.ldap() == null) {
            return List.of();
        }
        Set<String> groups = entry.attributes().entrySet().stream()
                .filter(attribute -> attribute.getKey().equalsIgnoreCase("memberOf"))
                .map(Map.Entry::getValue)
                .flatMap(List::stream)
                .map(Filters::folded)
                .collect(Collectors.toSet());
        return Groups.roles(source.ldap().groupRoles(), group -> groups.contains(Filters.folded(group)));
    }
}
