package dev.rollcall.settings;

import java.util.List;

/** A bean that tells what an admin should know of a source's settings, though nothing was refused. */
public interface SourceWarnings {
    /** The warnings of one source: one text each. */
    List<String> warnings(RollcallSettings settings, String sourceId);
}
