package dev.rollcall.settings;

import java.util.Map;
import java.util.TreeMap;

/** What may stand at a place of the settings tree. */
sealed interface Key {
    /** An object with these keys and no others. */
    record Fixed(Map<String, Key> keys) implements Key {}

    /** An object whose keys are free, such as source ids; every value is an {@code of}. */
    record Named(Key of) implements Key {}

    /** An object whose keys depend on the value of its key {@code kind}; without one it is {@code usual}. */
    record ByKind(Map<String, Fixed> kinds, String usual) implements Key {
        /** The keys that an object of this kind may have; of all kinds where it names none that is known. */
        Fixed of(String kind) {
            Fixed known = kinds.get(kind);
            if (known != null) {
                return known;
            }
            Map<String, Key> all = new TreeMap<>();
            kinds.values().forEach(fixed -> all.putAll(fixed.keys()));
            return new Fixed(all);
        }
    }

    /** A list. */
    record ListOf(Key of) implements Key {}

    /** One value. */
    enum Value implements Key {
        /** Any text. */
        TEXT,
        /** Text that never leaves again, but to the addresses of its own block: {@link KeptSecrets}. */
        SECRET,
        /** The path of a file with a secret in it, which goes where a secret of the block would go. */
        KEY_FILE,
        /** An address, see {@link SafeUrls#fault}. */
        ADDRESS,
        /** How what goes to the block's addresses is encrypted; {@code none} is a place of its own. */
        ENCRYPTION,
        /** A database URL, which may hold a password. */
        DATABASE_URL,
        /** {@code true} or {@code false}. */
        FLAG,
        /** A whole number, 0 or more. */
        NUMBER,
        /** A whole number, 1 or more. */
        COUNT,
        /** Such as {@code 2s}, {@code 500ms} or {@code PT2S}. */
        DURATION,
        /** Any JSON: the mapping package judges it. */
        ANY
    }
}
