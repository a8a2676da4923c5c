package dev.rollcall.settings;

import static dev.rollcall.settings.Key.Value.ADDRESS;
import static dev.rollcall.settings.Key.Value.ANY;
import static dev.rollcall.settings.Key.Value.COUNT;
import static dev.rollcall.settings.Key.Value.DATABASE_URL;
import static dev.rollcall.settings.Key.Value.DURATION;
import static dev.rollcall.settings.Key.Value.ENCRYPTION;
import static dev.rollcall.settings.Key.Value.FLAG;
import static dev.rollcall.settings.Key.Value.KEY_FILE;
import static dev.rollcall.settings.Key.Value.NUMBER;
import static dev.rollcall.settings.Key.Value.SECRET;
import static dev.rollcall.settings.Key.Value.TEXT;

import dev.rollcall.settings.Key.ByKind;
import dev.rollcall.settings.Key.Fixed;
import dev.rollcall.settings.Key.ListOf;
import dev.rollcall.settings.Key.Named;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;

/** The keys below {@code rollcall} that this version knows. docs/settings.md describes each. */
final class KnownKeys {
    private static final Key GUARD = fixed(
            "deactivate",
            fixed("percent", NUMBER, "count", NUMBER),
            "change",
            fixed("percent", NUMBER, "count", NUMBER));

    private static final Key UNKNOWN_ROLE = fixed("policy", TEXT, "role", TEXT);

    private static final Object[] ANY_SOURCE = {
        "kind", TEXT,
        "adopt", TEXT,
        "attributes", new Named(ANY),
        "unknown-role", UNKNOWN_ROLE,
        "missing-role", TEXT
    };

    private static final Object[] PULLED_SOURCE = {
        "schedule", TEXT,
        "incremental-schedule", TEXT,
        "on-vanish", TEXT,
        "never-touch", new ListOf(TEXT),
        "guard", GUARD,
        "keys-every", NUMBER
    };

    private static final Fixed SCIM = fixed(
            and(ANY_SOURCE, "token", SECRET, "jwt", fixed("issuer", ADDRESS, "audience", TEXT, "jwk-set-uri", TEXT)));

    private static final Fixed LDAP = fixed(and(
            and(ANY_SOURCE, PULLED_SOURCE),
            "profile",
            TEXT,
            "url",
            new ListOf(ADDRESS),
            "tls",
            ENCRYPTION,
            "trust-store",
            TEXT,
            "bind-dn",
            TEXT,
            "password",
            SECRET,
            "base",
            new ListOf(TEXT),
            "filter",
            TEXT,
            "page-size",
            COUNT,
            "group-roles",
            new Named(TEXT)));

    private static final Fixed GOOGLE = fixed(and(
            and(ANY_SOURCE, PULLED_SOURCE),
            "customer",
            TEXT,
            "domain",
            TEXT,
            "credentials",
            KEY_FILE,
            "delegate",
            TEXT,
            "org-units",
            new ListOf(TEXT),
            "root-url",
            ADDRESS,
            "token-url",
            ADDRESS));

    private static final Fixed ROUTE = fixed(and(ANY_SOURCE, PULLED_SOURCE));

    private static final Key SOURCE =
            new ByKind(Map.of("scim", SCIM, "ldap", LDAP, "google", GOOGLE, "route", ROUTE), "scim");

    private static final Key ROLES = fixed(
            "custom-roles",
            FLAG,
            "catalogue",
            new ListOf(fixed("name", TEXT, "protected", FLAG, "aliases", new ListOf(TEXT))),
            "missing",
            TEXT,
            "unknown",
            UNKNOWN_ROLE,
            "precedence",
            new ListOf(TEXT),
            "administrators-by-fallback-per-day",
            NUMBER);

    private static final Key CUSTOM_FIELD =
            fixed("name", TEXT, "type", TEXT, "mandatory", FLAG, "default", TEXT, "options", new ListOf(TEXT));

    private static final Key OIDC = fixed(
            "name",
            TEXT,
            "issuer",
            ADDRESS,
            "client-id",
            TEXT,
            "client-secret",
            SECRET,
            "scopes",
            new ListOf(TEXT),
            "roles-claim",
            TEXT,
            "roles",
            new Named(TEXT),
            "user-claim",
            TEXT);

    /** The whole tree. */
    static final Fixed ROOT = fixed(
            "application-name",
            TEXT,
            "public-url",
            ADDRESS,
            "data-dir",
            TEXT,
            "admin",
            fixed("username", TEXT, "password", SECRET),
            "settings",
            fixed("editable", FLAG),
            "delivery",
            fixed("route", TEXT, "inline-wait", DURATION, "max-attempts", COUNT, "queue-limit", COUNT, "poll", COUNT),
            "adoption",
            fixed("poll", COUNT),
            "targets",
            fixed(
                    "jdbc",
                    fixed("url", DATABASE_URL, "username", TEXT, "password", SECRET),
                    "assetsonar",
                    fixed("url", ADDRESS, "token", SECRET, "api", TEXT, "requests-per-minute", COUNT),
                    "snipe-it",
                    fixed(
                            "url",
                            ADDRESS,
                            "token",
                            SECRET,
                            "requests-per-minute",
                            COUNT,
                            "create-missing",
                            FLAG,
                            "group-by-role",
                            FLAG)),
            "roles",
            ROLES,
            "custom-fields",
            new ListOf(CUSTOM_FIELD),
            "protected-members",
            new ListOf(TEXT),
            "guard",
            GUARD,
            "notifications",
            fixed(
                    "schedule",
                    TEXT,
                    "poll",
                    COUNT,
                    "route",
                    TEXT,
                    "from",
                    TEXT,
                    "to",
                    new ListOf(TEXT),
                    "smtp",
                    fixed("url", ADDRESS, "username", TEXT, "password", SECRET),
                    "gmail",
                    fixed("credentials", KEY_FILE, "delegate", TEXT, "root-url", ADDRESS, "token-url", ADDRESS)),
            "console",
            fixed("oidc", OIDC),
            "sources",
            new Named(SOURCE));

    private KnownKeys() {}

    private static Object[] and(Object[] some, Object... more) {
        return Stream.concat(Stream.of(some), Stream.of(more)).toArray();
    }

    private static Fixed fixed(Object... keysAndKinds) {
        Map<String, Key> keys = new LinkedHashMap<>();
        for (int i = 0; i < keysAndKinds.length; i += 2) {
            keys.put((String) keysAndKinds[i], (Key) keysAndKinds[i + 1]);
        }
        return new Fixed(keys);
    }
}
