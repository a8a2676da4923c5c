package dev.rollcall.settings;

import java.util.List;

/** A bean that tells what an admin should know of the target, though deliveries go on. */
public interface TargetWarnings {
    /** What is known now, one text each: never waits for the target. */
    List<String> warnings();
}
