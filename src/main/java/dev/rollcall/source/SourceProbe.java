package dev.rollcall.source;

import org.jspecify.annotations.Nullable;

/** Tries a source's connection for an admin: connects, signs in, reads one page, and says in a sentence what is wrong. */
public interface SourceProbe {
    /** The kind of source that it tries, as in the settings: {@code ldap}. */
    String kind();

    /** Tries the source; never throws for what an admin can mend. */
    Probe probe(String sourceId);

    /**
     * What came of it.
     *
     * @param ok whether users can be read
     * @param sentence what was found, or what is wrong and the way out; no secrets
     * @param sample one user of those that were read, or {@code null}
     */
    record Probe(boolean ok, String sentence, @Nullable SourceUser sample) {}
}
