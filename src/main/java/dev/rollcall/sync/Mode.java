package dev.rollcall.sync;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What a run does. */
public enum Mode {
    /** Reads the whole directory; finds who vanished. */
    FULL,
    /** Reads what changed since the last run. */
    INCREMENTAL,
    /** Applies the settings of now to what is stored, without asking anybody. */
    REMAP,
    /** Compares the asset system with what was delivered to it. */
    VERIFY;

    /** The wire form, such as {@code full}. */
    public String wire() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Reads the wire form. */
    public static Optional<Mode> of(String wire) {
        return Arrays.stream(values()).filter(mode -> mode.wire().equals(wire)).findFirst();
    }

    boolean pulls() {
        return this == FULL || this == INCREMENTAL;
    }
}
