package dev.rollcall.mapping;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rollcall.member.Member;
import dev.rollcall.settings.RollcallSettings.CustomField;
import dev.rollcall.settings.Source;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A source's whole mapping: the defaults of its kind, with the configured entries over them one field at a time. */
final class SourceMapping {
    private static final String NESTED = "custom";

    private final Map<String, FieldMapping> byField = new LinkedHashMap<>();
    private final String key;
    private final Map<String, String> customFields = new HashMap<>();

    /** @throws SettingsProblem for an entry that is none, or for a field that does not exist */
    SourceMapping(String sourceId, Source source, List<CustomField> fields) {
        this.key = "sources." + sourceId + ".attributes";
        fields.forEach(field -> customFields.put(ComparableText.squash(field.name()), field.name()));
        String kind = source.ldap() == null ? source.kind() : source.ldap().profile();
        byField.putAll(DefaultMappings.of(sourceId, kind, fields));
        List<SettingsProblem> problems = new ArrayList<>();
        source.attributes().forEach((field, entry) -> enter(field, entry, problems));
        if (!problems.isEmpty()) {
            throw SettingsProblem.ofAll(problems);
        }
    }

    private void enter(String field, JsonNode entry, List<SettingsProblem> problems) {
        if (field.equals(NESTED) && entry.isObject()) {
            entry.properties().forEach(inner -> enter(Member.CUSTOM + inner.getKey(), inner.getValue(), problems));
            return;
        }
        try {
            byField.put(known(field), FieldMapping.of(key + "." + field, entry));
        } catch (SettingsProblem problem) {
            problems.add(problem);
        }
    }

    private String known(String field) {
        if (field.startsWith(Member.CUSTOM)) {
            // Squashed, since what binds settings may have dropped blanks and case of a key.
            String name = customFields.get(ComparableText.squash(field.substring(Member.CUSTOM.length())));
            if (name == null) {
                throw new SettingsProblem(
                        key + "." + field,
                        "there is no such custom field. Add it under custom-fields, or remove this entry.");
            }
            return Member.CUSTOM + name;
        }
        if (field.equals("status")) {
            throw new SettingsProblem(
                    key + "." + field,
                    "the status follows from whether the source says that the user is active. Remove this entry.");
        }
        if (!Member.FIELDS.contains(field)) {
            throw new SettingsProblem(
                    key + "." + field,
                    "there is no such member field. Use one of: " + String.join(", ", Member.FIELDS)
                            + " or custom.<Name>.");
        }
        return field;
    }

    /** The mapping of a member field or of {@code custom.<Name>}; one that maps nothing where there is none. */
    FieldMapping of(String field) {
        FieldMapping mapping = byField.get(field);
        return mapping == null ? FieldMapping.none() : mapping;
    }

    /** The settings key of the source's mapping. */
    String key() {
        return key;
    }
}
