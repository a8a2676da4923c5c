package dev.rollcall.mapping;

import dev.rollcall.member.Member;
import dev.rollcall.settings.RollcallSettings;
import dev.rollcall.settings.RollcallSettings.CustomField;
import dev.rollcall.settings.Source;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What a source maps before anything is configured, for people to read. */
public final class AttributeDefaults {
    private AttributeDefaults() {}

    /**
     * Every field that can be mapped, in the order in which a person reads them, with the paths of the source's default
     * mapping; an empty list where nothing is mapped by default.
     */
    public static Map<String, List<String>> of(RollcallSettings settings, String sourceId) {
        Source source = settings.sources().get(sourceId);
        if (source == null) {
            return Map.of();
        }
        Source plain = new Source(
                source.kind(),
                source.adopt(),
                Map.of(),
                source.unknownRole(),
                source.missingRole(),
                source.scim(),
                source.pull(),
                source.ldap(),
                source.google());
        SourceMapping mapping = new SourceMapping(sourceId, plain, settings.customFields());
        Map<String, List<String>> paths = new LinkedHashMap<>();
        for (String field : Member.FIELDS) {
            if (!field.equals("status")) {
                paths.put(field, mapping.of(field).pathTexts());
            }
        }
        for (CustomField field : settings.customFields()) {
            String name = Member.CUSTOM + field.name();
            paths.put(name, mapping.of(name).pathTexts());
        }
        return paths;
    }
}
