package dev.rollcall.source;

import org.jspecify.annotations.Nullable;

/** Tries out a pulled source: connects, signs in, reads, and says in a sentence how that went. Changes nothing. */
public interface SourceProbe {
    /** The kind of source that it tries, as in the settings: {@code ldap}, {@code google}. */
    String kind();

    /**
     * Tries the source under the settings in force.
     *
     * @throws IllegalArgumentException if there is no such source of this kind
     */
    Probe probe(String sourceId);

    /**
     * How it went.
     *
     * @param ok whether a run would read the source
     * @param sentence for an admin: what was found, or what is wrong, where, and the way out
     * @param sample one user as it was read, to show what it would become; {@code null} where none could be read
     */
    record Probe(boolean ok, String sentence, @Nullable SourceUser sample) {}
}
