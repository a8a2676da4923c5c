package dev.rollcall.source.scim;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rollcall.mapping.CustomFieldNames;
import dev.rollcall.settings.RollcallSettings;
import dev.rollcall.settings.Settings;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/** The SCIM attribute names of the custom fields, worked out once a settings version. */
@Component
class CustomAttributes {
    private final Settings settings;
    private volatile Known known;

    /** {@code names}: lower case to the schema's spelling; {@code lists}: in lower case. */
    private record Known(RollcallSettings settings, Map<String, String> names, Set<String> lists) {}

    CustomAttributes(Settings settings) {
        this.settings = settings;
        this.known = read(settings.current());
    }

    /** In lower case. */
    Set<String> names() {
        return known().names.keySet();
    }

    /** Those that have several values, in lower case. */
    Set<String> lists() {
        return known().lists;
    }

    private Known known() {
        RollcallSettings current = settings.current();
        Known latest = known;
        if (latest.settings != current) {
            latest = read(current);
            known = latest;
        }
        return latest;
    }

    /**
     * The extension's object with the names in the schema's spelling, however a client wrote them (RFC 7643 section 2.1).
     * Names that the schema does not have stay as they are. Of two spellings the schema's own counts, then the first.
     */
    ObjectNode spelled(ObjectNode sent) {
        Map<String, String> names = known().names;
        ObjectNode spelled = JsonNodeFactory.instance.objectNode();
        for (Iterator<String> each = sent.fieldNames(); each.hasNext(); ) {
            String written = each.next();
            String name = names.getOrDefault(written.toLowerCase(Locale.ROOT), written);
            if (name.equals(written) || !spelled.has(name)) {
                spelled.set(name, sent.get(written));
            }
        }
        return spelled;
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
                    return (field.type().equals("multi-select") ? attribute.asList() : attribute)
                            .ofType(type(field.type()))
                            .suggesting(field.options())
                            .with(needed, false, "readWrite", "none");
                })
                .toList();
    }

    /** The RFC's data type of a custom field's type (RFC 7643 section 2.3); texts that can be read as one are accepted, too. */
    private static String type(String type) {
        return switch (type) {
            case "boolean" -> "boolean";
            case "number" -> "decimal";
            case "date-time" -> "dateTime";
            case "url" -> "reference";
            default -> "string";
        };
    }

    private static Known read(RollcallSettings settings) {
        return new Known(
                settings,
                settings.customFields().stream()
                        .map(field -> CustomFieldNames.scimAttributeName(field.name()))
                        .collect(Collectors.toUnmodifiableMap(name -> name.toLowerCase(Locale.ROOT), name -> name)),
                of(settings).stream()
                        .filter(Attribute::multiValued)
                        .map(attribute -> attribute.name().toLowerCase(Locale.ROOT))
                        .collect(Collectors.toUnmodifiableSet()));
    }
}
