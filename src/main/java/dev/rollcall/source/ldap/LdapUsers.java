package dev.rollcall.source.ldap;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rollcall.source.PullFailure;
import dev.rollcall.source.PulledUser;
import dev.rollcall.source.SourceUser;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import javax.naming.NamingException;
import javax.naming.directory.Attribute;
import javax.naming.directory.Attributes;
import javax.naming.directory.SearchResult;
import org.jspecify.annotations.Nullable;

/**
 * Makes users of entries. The document has the asked attributes in the asked spelling, one value as text, several as a
 * list; {@code dn}; {@code manager} as an object with {@code dn}, {@code displayName} and {@code mail}; and what Rollcall
 * worked out: {@code rollcallRoles}, {@code rollcallActive}, {@code rollcallExpires}.
 */
final class LdapUsers {
    static final String ACTIVE = "rollcallActive";
    private static final String MANAGER = "manager";

    private final LdapSource source;
    private final Clock clock;

    LdapUsers(LdapSource source, Clock clock) {
        this.source = source;
        this.clock = clock;
    }

    /** Of the attributes that the server was asked for those that go into documents, apart from the key. */
    List<String> shown(List<String> asked) {
        return asked.stream()
                .filter(name -> !name.equalsIgnoreCase(source.profile().key()))
                .filter(name -> !source.hidden().contains(name) && !LdapSource.isNeverRead(name))
                .toList();
    }

    /** The stable key of an entry. */
    String key(SearchResult entry) throws NamingException {
        String name = source.profile().key();
        Attribute key = entry.getAttributes().get(name);
        if (key == null || key.size() == 0) {
            throw new PullFailure(
                    "Entries below '" + source.bases().get(0) + "' come without " + name + ", by which users are told"
                            + " apart. Let '" + source.bindDn() + "' read it, and check profile and filter of source '"
                            + source.id() + "'.",
                    false,
                    null);
        }
        return Values.text(name, key.get()).toLowerCase(Locale.ROOT);
    }

    /** The DN of an entry's manager, as its own entry has it. */
    static @Nullable String manager(SearchResult entry) throws NamingException {
        Attribute manager = entry.getAttributes().get(MANAGER);
        return manager == null || manager.size() == 0 ? null : manager.get().toString();
    }

    /**
     * The user that an entry is.
     *
     * @param shown the attributes of which the document consists, without the key
     */
    PulledUser user(String key, SearchResult entry, List<String> shown, Groups groups, Managers managers)
            throws NamingException {
        ObjectNode document = JsonNodeFactory.instance.objectNode();
        String dn = entry.getNameInNamespace();
        document.put("dn", dn);
        Attributes attributes = entry.getAttributes();
        document.put(source.profile().key(), key);
        for (String name : shown) {
            List<String> values = RootDse.values(attributes, name);
            if (name.equalsIgnoreCase(MANAGER) && !values.isEmpty()) {
                document.set(MANAGER, managers.object(values.get(0)));
            } else {
                put(document, name, values, source.profile());
            }
        }
        Instant expires = workOut(document, groups.roles(dn, attributes));
        if (source.profile() == Profile.ACTIVE_DIRECTORY && AccountState.isHidden(document)) {
            throw LdapFailures.hiddenState(source, AccountState.text(document, "sAMAccountName"));
        }
        boolean active = AccountState.isActive(document, expires, clock.instant());
        document.put(ACTIVE, active);
        return new PulledUser(key, new SourceUser(document, active, LdapRecordReader.keys(document)));
    }

    /** One value as text, several as a list. */
    static void put(ObjectNode document, String name, List<String> values, Profile profile) {
        if (values.size() == 1) {
            document.put(name, values.get(0));
        } else if (!values.isEmpty()) {
            ArrayNode list = document.putArray(name);
            // Active Directory keeps no order: each server may answer in another one, which is no change.
            (profile == Profile.ACTIVE_DIRECTORY ? values.stream().sorted() : values.stream()).forEach(list::add);
        }
    }

    /** Adds what Rollcall works out: the roles, and when the account ends; that is returned, {@code null}: never. */
    static @Nullable Instant workOut(ObjectNode document, List<String> roles) {
        if (!roles.isEmpty()) {
            ArrayNode list = document.putArray("rollcallRoles");
            roles.forEach(list::add);
        }
        Instant expires = AccountState.expires(document);
        if (expires != null) {
            document.put("rollcallExpires", expires.toString());
        }
        return expires;
    }
}
