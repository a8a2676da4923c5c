package dev.rollcall.source;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a source record is found by, beside its id. Texts are as sent, but for what {@linkplain StorableText no table takes}; storing
 * folds them to lower case where they compare without case (all but {@code externalId}, RFC 7643 section 3.1).
 *
 * @param otherEmails e-mails beside the primary one
 */
public record UserKeys(
        String userName,
        @Nullable String externalId,
        @Nullable String email,
        List<String> otherEmails,
        @Nullable String displayName,
        @Nullable String formattedName,
        @Nullable String givenName,
        @Nullable String familyName) {
    public UserKeys {
        userName = String.valueOf(StorableText.name(userName));
        email = StorableText.name(email);
        otherEmails = otherEmails.stream()
                .map(other -> String.valueOf(StorableText.name(other)))
                .toList();
        displayName = StorableText.name(displayName);
        formattedName = StorableText.name(formattedName);
        givenName = StorableText.name(givenName);
        familyName = StorableText.name(familyName);
    }
}
