package dev.rollcall.source.google;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rollcall.source.SourceUser;
import dev.rollcall.source.UserKeys;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads the Directory API's users. The document is the user as Google gives it, in Google's own names. */
final class GoogleUsers {
    private GoogleUsers() {}

    /**
     * The user as it is stored.
     *
     * @throws IllegalArgumentException with a sentence, if it has neither an id nor a primary e-mail
     */
    static SourceUser sourceUser(ObjectNode user) {
        String email = text(user.path("primaryEmail"));
        String id = text(user.path("id"));
        String userName = email == null ? id : email;
        if (userName == null) {
            throw new IllegalArgumentException("a Google user has a primaryEmail and an id; this document has neither");
        }
        JsonNode name = user.path("name");
        String fullName = text(name.path("fullName"));
        String displayName = text(name.path("displayName"));
        return new SourceUser(
                user,
                isActive(user),
                new UserKeys(
                        userName,
                        id,
                        email,
                        aliases(user, email),
                        displayName == null ? fullName : displayName,
                        fullName,
                        text(name.path("givenName")),
                        text(name.path("familyName"))));
    }

    /** Suspended, archived and deleted users are not in use. */
    private static boolean isActive(ObjectNode user) {
        return !user.path("suspended").asBoolean()
                && !user.path("archived").asBoolean()
                && text(user.path("deletionTime")) == null;
    }

    /** Addresses of the account beside the primary one; private addresses under {@code emails} find nobody. */
    private static List<String> aliases(ObjectNode user, @Nullable String email) {
        List<String> aliases = new ArrayList<>();
        for (String attribute : List.of("aliases", "nonEditableAliases")) {
            for (JsonNode alias : user.path(attribute)) {
                String text = text(alias);
                if (text != null && !text.equalsIgnoreCase(email) && !aliases.contains(text)) {
                    aliases.add(text);
                }
            }
        }
        return aliases;
    }

    private static @Nullable String text(JsonNode node) {
        String text = node.isValueNode() && !node.isNull() ? node.asText().strip() : "";
        return text.isEmpty() ? null : text;
    }
}
