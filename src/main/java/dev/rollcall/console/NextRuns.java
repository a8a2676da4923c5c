package dev.rollcall.console;

import java.time.Instant;
import java.util.List;

/**
 * When a schedule fires next.
 *
 * @param what what is run then
 * @param at the next times; none where the schedule never fires again
 */
record NextRuns(String what, List<Instant> at) {}
