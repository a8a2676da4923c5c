package dev.rollcall.source.scim;

import dev.rollcall.mapping.CustomFieldNames;
import dev.rollcall.settings.RollcallSettings;
import dev.rollcall.settings.Settings;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/** The SCIM attribute names of the custom fields, worked out once a settings version. */
@Component
class CustomAttributes {
    private final Settings settings;
    private volatile Known known;

    private record Known(RollcallSettings settings, Set<String> names) {}

    CustomAttributes(Settings settings) {
        this.settings = settings;
        this.known = read(settings.current());
    }

    Set<String> names() {
        RollcallSettings current = settings.current();
        if (known.settings != current) {
            known = read(current);
        }
        return known.names;
    }

    /** The attributes of the custom fields' extension, for /Schemas. */
    static List<Attribute> of(RollcallSettings settings) {
        return settings.customFields().stream()
                .map(field -> {
                    Attribute attribute =
                            Attribute.text(CustomFieldNames.scimAttributeName(field.name()), field.name());
                    boolean needed = field.mandatory()
                            && (field.defaultValue() == null
                                    || field.defaultValue().isBlank());
                    return attribute.suggesting(field.options()).with(needed, false, "readWrite", "none");
                })
                .toList();
    }

    private static Known read(RollcallSettings settings) {
        return new Known(
                settings,
                settings.customFields().stream()
                        .map(field -> CustomFieldNames.scimAttributeName(field.name()))
                        .collect(Collectors.toUnmodifiableSet()));
    }
}
