package dev.rollcall.mapping;

import java.util.List;

/** Settings that cannot work, with the key, what is wrong and the way out. */
public final class SettingsProblem extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    private final transient List<String> sentences;

    /**
     * @param key the settings key below {@code rollcall}, such as {@code sources.okta.attributes.role}
     * @param sentence what is wrong and the way out
     */
    public SettingsProblem(String key, String sentence) {
        this(List.of(key + ": " + sentence));
    }

    private SettingsProblem(List<String> sentences) {
        super(String.join(" ", sentences));
        this.sentences = List.copyOf(sentences);
    }

    /** Several problems in one; there must be some. */
    static SettingsProblem ofAll(List<SettingsProblem> problems) {
        return new SettingsProblem(
                problems.stream().flatMap(one -> one.sentences().stream()).toList());
    }

    /** One text for each problem: key, what is wrong, and the way out. */
    public List<String> sentences() {
        return sentences;
    }
}
