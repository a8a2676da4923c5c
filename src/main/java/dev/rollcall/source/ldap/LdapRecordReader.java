package dev.rollcall.source.ldap;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rollcall.settings.RollcallSettings;
import dev.rollcall.source.RecordReader;
import dev.rollcall.source.SourceUser;
import dev.rollcall.source.StorableText;
import dev.rollcall.source.UserKeys;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Reads LDAP users as they are stored: attribute names with one value or a list, {@code dn}, and what a read worked out. */
@Component
final class LdapRecordReader implements RecordReader {
    /** As much as a member's text can have. */
    private static final int LONGEST = 255;

    private final Clock clock = Clock.systemUTC();

    @Override
    public String kind() {
        return "ldap";
    }

    @Override
    public SourceUser read(ObjectNode document) {
        String worked = AccountState.text(document, LdapUsers.ACTIVE);
        boolean active = worked.isEmpty()
                ? AccountState.isActive(document, AccountState.expires(document), clock.instant())
                : Boolean.parseBoolean(worked);
        return new SourceUser(document, active, keys(document));
    }

    @Override
    public @Nullable ObjectNode pasted(String text, RollcallSettings settings, String sourceId) {
        return text.stripLeading().startsWith("{") ? null : PastedEntry.document(text, settings, sourceId);
    }

    static UserKeys keys(ObjectNode document) {
        String userName = null;
        for (String name : List.of("userPrincipalName", "sAMAccountName", "uid", "mail", "cn", "dn")) {
            userName = userName == null ? text(document, name) : userName;
        }
        if (userName == null) {
            throw new IllegalArgumentException(
                    "the entry has no name: give it userPrincipalName, sAMAccountName, uid, mail, cn or dn");
        }
        String key = text(document, "objectGUID");
        String displayName = text(document, "displayName");
        return new UserKeys(
                userName,
                key == null ? text(document, "entryUUID") : key,
                text(document, "mail"),
                otherMails(document),
                displayName == null ? text(document, "cn") : displayName,
                null,
                text(document, "givenName"),
                text(document, "sn"));
    }

    private static List<String> otherMails(ObjectNode document) {
        JsonNode mail = document.path("mail");
        List<String> others = new ArrayList<>(0);
        for (int i = 1; i < mail.size(); i++) {
            String address = mail.get(i).asText().strip();
            if (!address.isEmpty() && address.length() <= LONGEST) {
                others.add(address);
            }
        }
        return others;
    }

    private static @Nullable String text(ObjectNode document, String name) {
        String text = AccountState.text(document, name);
        return text.isEmpty() ? null : StorableText.beginning(text, LONGEST);
    }
}
