package dev.rollcall.mapping;

import dev.rollcall.member.Member;
import dev.rollcall.member.Problem;
import dev.rollcall.member.ReasonCode;
import dev.rollcall.settings.RollcallSettings.CustomField;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One custom field, compiled: what values it takes, in what form, and its default. */
final class CustomFieldRule {
    private final String name;
    private final FieldType type;
    private final boolean mandatory;
    private final Map<String, String> options = new LinkedHashMap<>();
    private final @Nullable String defaultValue;

    /** @throws SettingsProblem for an unknown type, or a default that the field itself would refuse */
    CustomFieldRule(CustomField settings) {
        this.name = settings.name();
        String key = "custom-fields." + name;
        try {
            this.type = FieldType.of(settings.type());
        } catch (IllegalArgumentException e) {
            throw new SettingsProblem(key + ".type", String.valueOf(e.getMessage()));
        }
        this.mandatory = settings.mandatory();
        settings.options()
                .forEach(option -> options.putIfAbsent(ComparableText.fold(option), ComparableText.clean(option)));
        String written = settings.defaultValue() == null ? "" : ComparableText.clean(settings.defaultValue());
        this.defaultValue = written.isEmpty() ? null : checked(key + ".default", written);
    }

    /**
     * The value as it is stored.
     *
     * @throws SettingsProblem where the field would refuse it
     */
    String checked(String key, String value) {
        String stored = read(List.of(value), refused -> {});
        if (stored == null) {
            throw new SettingsProblem(
                    key,
                    "'" + value + "' is not "
                            + (options.isEmpty()
                                    ? type.wanted()
                                    : "an option of '" + name + "'; options: "
                                            + Quote.list(List.copyOf(options.values())))
                            + ". Choose a value that the field takes.");
        }
        return stored;
    }

    String name() {
        return name;
    }

    /** The field's name where member fields and custom fields share a map. */
    String field() {
        return Member.CUSTOM + name;
    }

    boolean mandatory() {
        return mandatory;
    }

    @Nullable
    String defaultValue() {
        return defaultValue;
    }

    /** The values as they are stored, or {@code null} after the first value that cannot be was given to {@code refused}. */
    @Nullable
    String read(List<String> values, Consumer<String> refused) {
        if (type == FieldType.MULTI_SELECT) {
            return readSeveral(values, refused);
        }
        String stored = readOne(values.get(0));
        if (stored == null) {
            refused.accept(values.get(0));
        }
        return stored;
    }

    private @Nullable String readSeveral(List<String> values, Consumer<String> refused) {
        Set<String> stored = new LinkedHashSet<>();
        for (String value : values) {
            String whole = options.get(ComparableText.fold(value));
            if (whole != null) {
                stored.add(whole);
                continue;
            }
            for (String part : value.split("[,;]", -1)) {
                String cleaned = ComparableText.clean(part);
                String one = cleaned.isEmpty() ? null : readOne(cleaned);
                if (one != null) {
                    stored.add(one);
                } else if (!cleaned.isEmpty()) {
                    refused.accept(cleaned);
                    return null;
                }
            }
        }
        return String.join(", ", stored);
    }

    private @Nullable String readOne(String value) {
        if (options.isEmpty()) {
            return type.read(value);
        }
        String option = options.get(ComparableText.fold(value));
        if (option == null && type == FieldType.BOOLEAN) {
            // true where the options are Yes and No, or the other way round
            String answer = type.read(value);
            for (String candidate : options.values()) {
                if (answer != null && answer.equals(type.read(candidate))) {
                    return candidate;
                }
            }
        }
        return option;
    }

    /** What is wrong with a value that was refused. */
    Problem refusal(String sent, @Nullable String attribute, FaultSentences sentences) {
        return options.isEmpty()
                ? new Problem(
                        ReasonCode.CUSTOM_FIELD_INVALID,
                        field(),
                        attribute,
                        sentences.invalid(field(), attribute, sent, type.wanted()))
                : new Problem(
                        ReasonCode.OPTION_UNKNOWN,
                        field(),
                        attribute,
                        sentences.optionUnknown(field(), attribute, sent, List.copyOf(options.values())));
    }
}
