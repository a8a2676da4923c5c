package dev.rollcall.member;

/** Why a user cannot become a member. Each code has a paragraph in docs/troubleshooting.md. */
public enum ReasonCode {
    /** The role that was sent does not exist and the policy is do-not-provision. */
    ROLE_UNKNOWN("RC-1101"),
    /** The role that was sent does not exist and the policy holds such users. */
    ROLE_HELD("RC-1102"),
    /** The day's limit of administrators by fallback is reached. */
    ADMINISTRATOR_LIMIT("RC-1103"),
    /** A field that every member needs is empty. */
    FIELD_MISSING("RC-1201"),
    /** A member field has a value that it cannot have. */
    FIELD_INVALID("RC-1202"),
    /** A mandatory custom field is empty. */
    CUSTOM_FIELD_MISSING("RC-1203"),
    /** A custom field's value is not one of its options. */
    OPTION_UNKNOWN("RC-1204"),
    /** A custom field's value is not of its type. */
    CUSTOM_FIELD_INVALID("RC-1205"),
    /** The user name or e-mail is taken within the source. */
    UNIQUENESS("RC-1301"),
    /** The user matches a member that another source owns, or several members. */
    IDENTITY_CONFLICT("RC-1302"),
    /** The member is protected from every source. */
    PROTECTED_MEMBER("RC-1303"),
    /** The asset system refused the change for good. */
    TARGET_REFUSED("RC-1401");

    private final String code;

    ReasonCode(String code) {
        this.code = code;
    }

    /** The code that a person sees, such as {@code RC-1203}. */
    public String code() {
        return code;
    }
}
