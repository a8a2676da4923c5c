package dev.rollcall.settings;

import java.util.List;

/**
 * A bean that judges settings as a whole before they come into force. A check must not depend on {@link Settings}, which
 * asks it while it starts.
 */
public interface SettingsCheck {
    /** What is wrong: one text a problem, naming the key, what is wrong and the way out. Empty: nothing. Never a secret. */
    List<String> problems(RollcallSettings settings);
}
