package dev.rollcall.source.scim;

import static dev.rollcall.source.scim.Attribute.bool;
import static dev.rollcall.source.scim.Attribute.complex;
import static dev.rollcall.source.scim.Attribute.text;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The schemas of a user (RFC 7643 sections 4.1 and 4.3) and the other names that clients give them. */
final class UserSchema {
    static final String CORE = "urn:ietf:params:scim:schemas:core:2.0:User";
    static final String ENTERPRISE = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";
    /** The extension that custom fields appear under. */
    static final String CUSTOM = "urn:ietf:params:scim:schemas:extension:rollcall:2.0:User";

    private static final List<String> CORE_NAMES = List.of(
            CORE,
            "urn:ietf:params:scim:schemas:core:2.0User",
            "urn:scim:schemas:core:2.0:User",
            "urn:scim:schemas:core:2.0",
            "urn:scim:schemas:core:1.0");
    private static final List<String> ENTERPRISE_NAMES = List.of(
            ENTERPRISE,
            "urn:ietf:params:scim:schemas:extension:enterprise:2.0User",
            "urn:scim:schemas:extension:enterprise:2.0:User",
            "urn:scim:schemas:extension:enterprise:2.0",
            "urn:scim:schemas:extension:enterprise:1.0");

    static final Map<String, Attribute> CORE_ATTRIBUTES = Attribute.byName(List.of(
            text("userName", "Name by which the user signs in; unique within the source, without case")
                    .with(true, false, "readWrite", "server"),
            text("externalId", "The identity provider's id of the user").with(false, true, "readWrite", "none"),
            complex(
                    "name",
                    false,
                    "The parts of the user's name",
                    List.of(
                            text("formatted", "The whole name"),
                            text("familyName", "Family name"),
                            text("givenName", "Given name"),
                            text("middleName", "Middle name"),
                            text("honorificPrefix", "Title before the name"),
                            text("honorificSuffix", "Suffix after the name"))),
            text("displayName", "The name to show"),
            text("nickName", "Casual name"),
            text("profileUrl", "Page about the user").ofType("reference"),
            text("title", "Job title"),
            text("userType", "Relation to the organisation"),
            text("preferredLanguage", "Language, as in Accept-Language"),
            text("locale", "Locale"),
            text("timezone", "Time zone, as in 'Europe/Paris'"),
            bool("active", "Whether the user is in use"),
            text("password", "Accepted and dropped: never stored, never returned")
                    .with(false, true, "writeOnly", "none"),
            plural(
                    "emails",
                    text("value", "The address; the primary one is unique within the source, without case")
                            .with(true, false, "readWrite", "server"),
                    "E-mail addresses; needed unless userName is one"),
            plural("phoneNumbers", "Phone numbers"),
            plural("ims", "Instant messaging addresses"),
            plural("photos", text("value", "Address of the picture").ofType("reference"), "Pictures of the user"),
            complex(
                    "addresses",
                    true,
                    "Postal addresses",
                    List.of(
                            text("formatted", "The whole address"),
                            text("streetAddress", "Street and number"),
                            text("locality", "City"),
                            text("region", "State or region"),
                            text("postalCode", "Zip code"),
                            text("country", "Country"),
                            text("type", "'work', 'home' or 'other'"),
                            bool("primary", "Whether it is the preferred one"))),
            complex(
                            "groups",
                            true,
                            "Groups; not imported",
                            List.of(
                                    text("value", "Id of the group"),
                                    text("$ref", "Address of the group").ofType("reference"),
                                    text("display", "Name of the group"),
                                    text("type", "'direct' or 'indirect'")))
                    .readOnly(),
            plural("entitlements", "Entitlements"),
            plural("roles", "Roles; mapped to the member's role"),
            plural("x509Certificates", text("value", "The certificate").ofType("binary"), "Certificates")));

    static final Map<String, Attribute> ENTERPRISE_ATTRIBUTES = Attribute.byName(List.of(
            text("employeeNumber", "Number in the organisation"),
            text("costCenter", "Cost center"),
            text("organization", "Organisation"),
            text("division", "Division"),
            text("department", "Department"),
            complex(
                    "manager",
                    false,
                    "The user's manager",
                    List.of(
                            text("value", "Id of the manager"),
                            text("$ref", "Address of the manager").ofType("reference"),
                            text("displayName", "Name of the manager")))));

    private UserSchema() {}

    private static Attribute plural(String name, String description) {
        return plural(name, text("value", "The value"), description);
    }

    private static Attribute plural(String name, Attribute value, String description) {
        return complex(
                name,
                true,
                description,
                List.of(
                        value,
                        text("display", "Name to show"),
                        text("type", "Kind, such as 'work'"),
                        bool("primary", "Whether it is the preferred one")));
    }

    /** The attributes of a schema that is known, or {@code null}. */
    static @Nullable Map<String, Attribute> attributes(@Nullable String schema) {
        return schema == null || schema.equals(CORE)
                ? CORE_ATTRIBUTES
                : schema.equals(ENTERPRISE) ? ENTERPRISE_ATTRIBUTES : null;
    }

    /** The right name of a schema, however it is spelt; unknown ones come back as they are. */
    static String canonical(String urn) {
        return named(CORE_NAMES, urn)
                ? CORE
                : named(ENTERPRISE_NAMES, urn) ? ENTERPRISE : urn.equalsIgnoreCase(CUSTOM) ? CUSTOM : urn;
    }

    private static boolean named(List<String> names, String urn) {
        return names.stream().anyMatch(urn::equalsIgnoreCase);
    }

    static boolean isUrn(String name) {
        return name.regionMatches(true, 0, "urn:", 0, 4);
    }

    /** A name behind a schema: {@code name} is empty for the schema as a whole. */
    record Qualified(String schema, String name) {}

    /**
     * Splits {@code urn:…:User:department} at the end of the schema. Versions hold dots, so known schemas go first; an
     * attribute may follow after a colon or, as some clients write it, a dot. A URN that ends in a version is a schema.
     */
    static Qualified split(String urn) {
        for (String known : knownPrefixes(urn)) {
            if (urn.length() == known.length()) {
                return new Qualified(canonical(known), "");
            }
            char next = urn.charAt(known.length());
            if (next == ':' || next == '.') {
                return new Qualified(canonical(known), urn.substring(known.length() + 1));
            }
        }
        int user = resourceEnd(urn);
        if (user > 0) {
            return new Qualified(urn.substring(0, user), user == urn.length() ? "" : urn.substring(user + 1));
        }
        int bracket = urn.indexOf('[');
        int colon = urn.lastIndexOf(':', bracket < 0 ? urn.length() : bracket);
        if (isVersion(urn, colon + 1)) {
            return new Qualified(urn, "");
        }
        int end = colon;
        while (end > 5 && urn.charAt(end - 1) == ':') {
            end--;
        }
        return new Qualified(urn.substring(0, end), urn.substring(colon + 1));
    }

    /**
     * Where a schema ends that nobody knows but that ends in {@code :User} as extensions do (RFC 7643 section 10); 0: none. In
     * small letters it is no sign: Okta's are {@code urn:okta:app:1.0:user:custom}. No attribute has a colon.
     */
    private static int resourceEnd(String urn) {
        int bracket = urn.indexOf('[');
        int last = (bracket < 0 ? urn.length() : bracket) - 5;
        for (int at = 4; at <= last; at++) {
            int end = at + 5;
            if (urn.startsWith(":User", at)
                    && (end == urn.length() || ":.".indexOf(urn.charAt(end)) >= 0)
                    && urn.lastIndexOf(':', last + 4) <= end) {
                return end;
            }
        }
        return 0;
    }

    /** Whether the rest is one as {@code 2.0}, which is no attribute's name (RFC 7643 section 2.1). */
    private static boolean isVersion(String urn, int from) {
        return from < urn.length()
                && Character.isDigit(urn.charAt(from))
                && urn.chars().skip(from).allMatch(c -> c == '.' || Character.isDigit(c));
    }

    /** Whether a URN has a schema and perhaps a name: {@code urn:x} has neither. */
    static boolean isWhole(String urn) {
        int bracket = urn.indexOf('[');
        return urn.lastIndexOf(':', bracket < 0 ? urn.length() : bracket) > 4;
    }

    /** Whether {@link #split} knows for sure where this schema ends. */
    static boolean isCertain(String schema) {
        return isKnown(schema) || resourceEnd(schema) == schema.length();
    }

    /** Whether its name is one of ours, in canonical spelling. */
    static boolean isKnown(String schema) {
        return attributes(schema) != null || schema.equals(CUSTOM);
    }

    private static List<String> knownPrefixes(String urn) {
        List<String> prefixes = new ArrayList<>();
        for (List<String> names : List.of(CORE_NAMES, ENTERPRISE_NAMES, List.of(CUSTOM))) {
            for (String name : names) {
                if (urn.regionMatches(true, 0, name, 0, name.length())
                        && (urn.length() == name.length() || ":.".indexOf(urn.charAt(name.length())) >= 0)) {
                    prefixes.add(name);
                }
            }
        }
        prefixes.sort((a, b) -> b.length() - a.length());
        return prefixes;
    }

    /** The schema of an attribute that is written without one: enterprise attributes are known by their short names too. */
    static @Nullable String schemaOf(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        return CORE_ATTRIBUTES.containsKey(lower) ? CORE : ENTERPRISE_ATTRIBUTES.containsKey(lower) ? ENTERPRISE : null;
    }
}
