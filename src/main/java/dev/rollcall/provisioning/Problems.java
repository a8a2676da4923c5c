package dev.rollcall.provisioning;

import dev.rollcall.member.Problem;
import dev.rollcall.member.ReasonCode;
import dev.rollcall.provisioning.Claimants.Claimant;
import dev.rollcall.source.StoredRecord;

/** The sentences of problems that only the stored state shows. */
final class Problems {
    private Problems() {}

    /** A name that two users of a directory have: nobody can look one up there by SCIM. */
    static Problem takenInDirectory(String field, String value) {
        return new Problem(
                ReasonCode.UNIQUENESS,
                field,
                null,
                (field.equals("email") ? "e-mail '" : "user name '") + value
                        + "' is another user's of this source, too. Give one of the two another in the directory");
    }

    /** The user name of a member that a directory's source could adopt, but that has another e-mail or employee id. */
    static Problem userNameTaken(String userName) {
        return new Problem(
                ReasonCode.UNIQUENESS,
                "user_name",
                null,
                "user name '" + userName
                        + "' is that of a member which no source owns, and which the setting adopt does not match with this user."
                        + " Make the two alike in what adopt names, or give one of them another user name");
    }

    static Problem taken(String field, String attribute, String value) {
        return new Problem(
                ReasonCode.UNIQUENESS,
                field,
                attribute,
                attribute + " '" + value
                        + "' is taken by another user of this source. Look the user up by a filter and update it, or send another value");
    }

    /** A name that a person typed for a new member, and another member has that no source owns. */
    static Problem takenByHand(String field, String value) {
        return new Problem(
                ReasonCode.UNIQUENESS,
                field,
                null,
                (field.equals("email") ? "e-mail '" : "user name '") + value
                        + "' is that of another member which no source owns. Type another one, or look that member up");
    }

    static Problem conflict(String value, String why) {
        return new Problem(ReasonCode.IDENTITY_CONFLICT, "email", "emails", "'" + value + "' " + why);
    }

    /** The e-mail of another member. */
    static Problem emailTaken(String email, Claimant other, String sourceId) {
        return conflict(email, whose(other, sourceId));
    }

    private static String whose(Claimant other, String sourceId) {
        if (sourceId.equals(StoredRecord.UNOWNED)) {
            return other.unowned()
                    ? "belongs to another member which no source owns. Type another e-mail, or look that member up"
                    : "belongs to a member that the source '" + other.sourceId()
                            + "' owns. Type another e-mail, or leave the member to that source";
        }
        if (other.sourceId().equals(sourceId)) {
            return other.recordId() != null
                    ? "belongs to another member of this source. Send another e-mail"
                    : "belongs to a member of this source whose user is gone, and an update unites no members. Send another e-mail, or let that user come back with another one first";
        }
        return other.unowned()
                ? "belongs to a member that was not made by this source. Let the source adopt such members (setting adopt), or change the e-mail"
                : "belongs to a member that the source '" + other.sourceId() + "' owns, so source '" + sourceId
                        + "' cannot have it too. Remove the user there first, or here";
    }

    static Problem protectedMember(String name) {
        return new Problem(
                ReasonCode.PROTECTED_MEMBER,
                "user_name",
                "userName",
                "member '" + name
                        + "' is protected: no source may take it over, change its role or deactivate it. Do it in the asset system, or lift the protection in the settings");
    }

    static Problem administratorLimit(int limit) {
        return new Problem(
                ReasonCode.ADMINISTRATOR_LIMIT,
                "role",
                null,
                "the day's limit of " + limit
                        + " administrators by fallback is reached, so the user is held. Add the role or an alias of it, choose another policy for unknown roles, or raise roles.administrators-by-fallback-per-day; then replay the rejection");
    }

    static Problem refused(String reason) {
        return new Problem(
                ReasonCode.TARGET_REFUSED, "", null, reason + ". Correct the value, or the asset system's rule");
    }
}
