package dev.rollcall.settings;

import java.util.List;

/** Settings, or a change of them, cannot be taken; every problem is named at once, with the way out. */
public final class SettingsRefused extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final transient List<String> problems;
    private final boolean invalid;

    private SettingsRefused(List<String> problems, boolean invalid) {
        super(String.join(" ", problems));
        this.problems = List.copyOf(problems);
        this.invalid = invalid;
    }

    /** The content is wrong: sending it again cannot help. */
    static SettingsRefused invalid(List<String> problems) {
        return new SettingsRefused(problems, true);
    }

    /** The content may be right, but settings cannot be changed now. */
    static SettingsRefused closed(String problem) {
        return new SettingsRefused(List.of(problem), false);
    }

    /** One sentence or more for each problem: the key, what is wrong, the way out. Never a secret. */
    public List<String> problems() {
        return problems;
    }

    /** Whether the content is wrong; otherwise settings are read-only, or others change them all the time. */
    public boolean isInvalid() {
        return invalid;
    }
}
