package dev.rollcall.settings;

import java.util.List;

/** Settings, or a change of them, cannot be taken; every problem is named at once, with the way out. */
public final class SettingsRefused extends RuntimeException {
    private static final long serialVersionUID = 1;

    /** What has to change before the same may be sent again. */
    public enum Kind {
        /** The content. */
        INVALID,
        /** Whether settings can be changed here, or how often others do. */
        CLOSED,
        /** What the sender knows: somebody else changed the settings meanwhile. */
        OVERTAKEN
    }

    private final transient List<String> problems;
    private final Kind kind;

    private SettingsRefused(List<String> problems, Kind kind) {
        super(String.join(" ", problems));
        this.problems = List.copyOf(problems);
        this.kind = kind;
    }

    static SettingsRefused invalid(List<String> problems) {
        return new SettingsRefused(problems, Kind.INVALID);
    }

    static SettingsRefused closed(String problem) {
        return new SettingsRefused(List.of(problem), Kind.CLOSED);
    }

    static SettingsRefused overtaken(String problem) {
        return new SettingsRefused(List.of(problem), Kind.OVERTAKEN);
    }

    /** One sentence or more for each problem: the key, what is wrong, the way out. Never a secret. */
    public List<String> problems() {
        return problems;
    }

    /** What has to change. */
    public Kind kind() {
        return kind;
    }
}
