package dev.rollcall.mapping;

import dev.rollcall.member.Member;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is said of a faulty field: what is wrong, then after a full stop the way out. One line, single quotes, no HTML,
 * no value but the faulty one.
 *
 * @param application the asset system's name
 * @param attributeWord what the kind of source calls an attribute, such as {@code SCIM attribute}; empty for what a person
 *     types, who knows of no attributes and can correct it at once
 */
record FaultSentences(String application, String attributeWord) {
    private static final int LONGEST_PATH = 160;

    static FaultSentences of(String application, String kind) {
        String word =
                switch (kind) {
                    case "scim" -> "SCIM attribute";
                    case "ldap" -> "LDAP attribute";
                    case "google" -> "Google attribute";
                    default -> "attribute";
                };
        return new FaultSentences(Quote.shortened(Quote.line(application), 60), word);
    }

    /** For members that a person makes. */
    static FaultSentences byHand(String application) {
        return new FaultSentences(Quote.shortened(Quote.line(application), 60), "");
    }

    /** The name of a member field, or of a custom field, as an admin knows it. */
    static String label(String field) {
        return Quote.shortened(Quote.line(Member.label(field)), LONGEST_PATH);
    }

    String fieldMissing(String field, @Nullable String attribute) {
        return "field '" + label(field) + "' has no value" + empty(attribute) + ". " + fill(attribute) + ".";
    }

    String customFieldMissing(String field, @Nullable String attribute) {
        return "mandatory custom field '" + label(field) + "' has no value" + empty(attribute) + ". "
                + (attribute == null && !isByHand()
                        ? "Map an attribute to it in your identity provider"
                        : fill(attribute))
                + ", give the field a default, or make it optional.";
    }

    String optionUnknown(String field, @Nullable String attribute, String sent, List<String> options) {
        return Quote.of(sent) + " is not an option of custom field '" + label(field) + "'" + at(attribute) + ". "
                + oneOf(options) + "; or add the option to the field.";
    }

    String invalid(String field, @Nullable String attribute, String sent, String wanted) {
        return Quote.of(sent) + " is not " + wanted + " for " + named(field) + at(attribute) + ". Correct the value"
                + (isByHand() ? "." : " in your identity provider, or map another attribute.");
    }

    String tooLong(String field, @Nullable String attribute, int length) {
        return named(field) + " has " + length + " characters, " + MemberFields.LONGEST + " are allowed" + at(attribute)
                + ". Shorten the value" + (isByHand() ? "." : " in your identity provider.");
    }

    String unreadable(String field, @Nullable String attribute, String fault) {
        return fault + " for " + named(field) + at(attribute) + ". Correct the value"
                + (isByHand() ? "." : " in your identity provider, or the transform of this field.");
    }

    String roleUnknown(String requested, @Nullable String attribute, List<String> roles) {
        return "role " + Quote.of(requested) + " does not exist in " + application + at(attribute) + ". "
                + oneOf(roles)
                + (isByHand()
                        ? "; or add the role, or an alias of it, to the roles."
                        : "; or make it an alias of a role, or choose another policy for unknown roles.");
    }

    String roleHeld(String requested, @Nullable String attribute, List<String> roles) {
        return "role " + Quote.of(requested) + " does not exist in " + application + at(attribute)
                + ", so the user waits for a decision. Add the role or an alias of it in the settings and replay the rejection, or send one of: "
                + Quote.list(roles) + ".";
    }

    String roleProtected(String role) {
        return "role " + Quote.of(role)
                + " is protected, so the member keeps it. Take its protection off in the settings if it is to change.";
    }

    /** A problem that was let pass. */
    String passed(String sentence, boolean kept) {
        return sentence + (kept ? " The previous value was kept." : " It was accepted all the same.");
    }

    private static String named(String field) {
        return (field.startsWith(Member.CUSTOM) ? "custom field '" : "field '") + label(field) + "'";
    }

    private boolean isByHand() {
        return attributeWord.isEmpty();
    }

    private String fill(@Nullable String attribute) {
        if (isByHand()) {
            return "Fill it";
        }
        return (attribute == null ? "Map an attribute to it and fill it" : "Map and fill this attribute")
                + " in your identity provider";
    }

    private String oneOf(List<String> values) {
        return (isByHand() ? "Choose one of: " : "Send one of: ") + Quote.list(values);
    }

    private String empty(@Nullable String attribute) {
        if (isByHand()) {
            return "";
        }
        return attribute == null ? " (no attribute is mapped to it)" : " (" + path(attribute) + " is empty)";
    }

    private String at(@Nullable String attribute) {
        return attribute == null || isByHand() ? "" : " (" + path(attribute) + ")";
    }

    private String path(String attribute) {
        return attributeWord + " " + Quote.shortened(Quote.line(attribute), LONGEST_PATH);
    }
}
