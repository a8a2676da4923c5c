package dev.rollcall.settings;

import static dev.rollcall.settings.Key.Value.ANY;
import static dev.rollcall.settings.Key.Value.DATABASE_URL;
import static dev.rollcall.settings.Key.Value.DURATION;
import static dev.rollcall.settings.Key.Value.FLAG;
import static dev.rollcall.settings.Key.Value.NUMBER;
import static dev.rollcall.settings.Key.Value.SECRET;
import static dev.rollcall.settings.Key.Value.TEXT;

import dev.rollcall.settings.Key.Fixed;
import dev.rollcall.settings.Key.ListOf;
import dev.rollcall.settings.Key.Named;
import java.util.LinkedHashMap;
import java.util.Map;

/** The keys below {@code rollcall} that this version knows. docs/settings.md describes each. */
final class KnownKeys {
    /** Kinds of sources that later versions serve. */
    static final String ONLY_KIND = "scim";

    private static final Key UNKNOWN_ROLE = fixed("policy", TEXT, "role", TEXT);

    private static final Key SOURCE = fixed(
            "kind", TEXT,
            "token", SECRET,
            "adopt", TEXT,
            "attributes", new Named(ANY),
            "unknown-role", UNKNOWN_ROLE,
            "missing-role", TEXT,
            "jwt", fixed("issuer", TEXT, "audience", TEXT, "jwk-set-uri", TEXT));

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

    /** The whole tree. */
    static final Fixed ROOT = fixed(
            "application-name",
            TEXT,
            "public-url",
            TEXT,
            "data-dir",
            TEXT,
            "admin",
            fixed("username", TEXT, "password", SECRET),
            "settings",
            fixed("editable", FLAG),
            "delivery",
            fixed(
                    "route",
                    TEXT,
                    "inline-wait",
                    DURATION,
                    "max-attempts",
                    NUMBER,
                    "queue-limit",
                    NUMBER,
                    "poll",
                    NUMBER),
            "adoption",
            fixed("poll", NUMBER),
            "targets",
            fixed("jdbc", fixed("url", DATABASE_URL, "username", TEXT, "password", SECRET)),
            "roles",
            ROLES,
            "custom-fields",
            new ListOf(CUSTOM_FIELD),
            "protected-members",
            new ListOf(TEXT),
            "guard",
            fixed("deactivate", fixed("percent", NUMBER, "count", NUMBER), "change", fixed("percent", NUMBER)),
            "sources",
            new Named(SOURCE));

    private KnownKeys() {}

    private static Fixed fixed(Object... keysAndKinds) {
        Map<String, Key> keys = new LinkedHashMap<>();
        for (int i = 0; i < keysAndKinds.length; i += 2) {
            keys.put((String) keysAndKinds[i], (Key) keysAndKinds[i + 1]);
        }
        return new Fixed(keys);
    }
}
