package dev.rollcall.source.scim;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rollcall.source.UserKeys;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What a canonical SCIM document is found by. */
final class DocumentKeys {
    private DocumentKeys() {}

    static UserKeys of(ObjectNode document) {
        String primary = primaryEmail(document.path("emails"));
        List<String> others = new ArrayList<>();
        for (JsonNode email : document.path("emails")) {
            String value = text(email, "value");
            if (value != null && !value.equalsIgnoreCase(primary)) {
                others.add(value.toLowerCase(Locale.ROOT));
            }
        }
        JsonNode name = document.path("name");
        return new UserKeys(
                document.path("userName").asText(),
                text(document, "externalId"),
                primary,
                others,
                text(document, "displayName"),
                text(name, "formatted"),
                text(name, "givenName"),
                text(name, "familyName"));
    }

    /** The one marked primary, then the work address, then the first (research of clients: PingOne, Okta). */
    private static @Nullable String primaryEmail(JsonNode emails) {
        String work = null;
        String first = null;
        for (JsonNode email : emails) {
            String value = text(email, "value");
            if (value == null) {
                continue;
            }
            if (email.path("primary").asBoolean()) {
                return value;
            }
            if (work == null && email.path("type").asText().equalsIgnoreCase("work")) {
                work = value;
            }
            first = first == null ? value : first;
        }
        return work != null ? work : first;
    }

    private static @Nullable String text(JsonNode node, String name) {
        JsonNode value = node.get(name);
        return value == null || value.isNull() || value.asText().isBlank() ? null : value.asText();
    }
}
