package dev.rollcall.source.ldap;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rollcall.settings.RollcallSettings;
import dev.rollcall.settings.Source;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Makes of a pasted entry the document that a read would make, as far as the entry alone tells. */
final class PastedEntry {
    private PastedEntry() {}

    static ObjectNode document(String ldif, RollcallSettings settings, String sourceId) {
        Ldif.Entry entry = Ldif.entry(ldif);
        Source source = settings.sources().get(sourceId);
        Source.Ldap ldap = source == null ? null : source.ldap();
        Profile profile =
                ldap == null ? Profile.OPEN_LDAP : Profile.of(ldap.profile()).orElse(Profile.ACTIVE_DIRECTORY);
        ObjectNode document = JsonNodeFactory.instance.objectNode();
        document.put("dn", entry.dn());
        entry.attributes().forEach((name, values) -> put(document, name, values, profile));
        LdapUsers.workOut(document, ldap == null ? List.of() : roles(entry, ldap));
        return document;
    }

    private static void put(ObjectNode document, String name, List<String> values, Profile profile) {
        if (name.equalsIgnoreCase("manager")) {
            document.putObject("manager").put("dn", values.get(0));
        } else if (!LdapSource.isNeverRead(name)) {
            LdapUsers.put(document, name, values, profile);
        }
    }

    /** By the groups that the entry names itself; groups in groups show in a read only. */
    private static List<String> roles(Ldif.Entry entry, Source.Ldap ldap) {
        Set<String> groups = entry.attributes().entrySet().stream()
                .filter(attribute -> attribute.getKey().equalsIgnoreCase("memberOf"))
                .map(Map.Entry::getValue)
                .flatMap(List::stream)
                .map(Filters::folded)
                .collect(Collectors.toSet());
        return Groups.roles(ldap.groupRoles(), group -> groups.contains(Filters.folded(group)));
    }
}
