package dev.rollcall.mapping;

/** A setting that cannot work; the message names the key, what is wrong and the way out. */
public final class SettingsProblem extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    /**
     * @param key the settings key below {@code rollcall}, such as {@code sources.okta.attributes.role}
     * @param sentence what is wrong and the way out
     */
    public SettingsProblem(String key, String sentence) {
        super(key + ": " + sentence);
    }
}
