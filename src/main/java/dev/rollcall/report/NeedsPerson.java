package dev.rollcall.report;

import java.time.Instant;
import java.util.List;

/** A bean that knows of matters which wait for a person. Each is a section of the digest. */
public interface NeedsPerson {
    /** What the matters are, such as {@code Users that cannot become members}. */
    String heading();

    /** Where a person deals with them: a path below the public URL, such as {@code /console/problems}. */
    String path();

    /** How many wait, old ones included. */
    long waiting();

    /**
     * Matters that still wait and came up in that time, by the database's clock, newest first.
     *
     * @param since included
     * @param until left out
     * @param most how many at most
     */
    List<Concern> concerns(Instant since, Instant until, int most);

    /** How many {@link #concerns} there are. */
    long count(Instant since, Instant until);
}
