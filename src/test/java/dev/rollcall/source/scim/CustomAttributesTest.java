package dev.rollcall.source.scim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.rollcall.settings.RollcallSettings;
import dev.rollcall.settings.SettingsOf;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** /Schemas says of each custom field what a client may send. */
class CustomAttributesTest {
    @Test
    void everyTypeHasItsDataType() {
        List<Map<String, String>> fields = Stream.of(
                        "text", "number", "date", "date-time", "boolean", "dropdown", "multi-select", "email", "url")
                .map(type -> Map.of("name", "A " + type, "type", type))
                .toList();
        RollcallSettings settings = SettingsOf.map(Map.of("custom-fields", fields));

        assertThat(CustomAttributes.of(settings))
                .extracting(Attribute::name, Attribute::type, Attribute::multiValued)
                .containsExactly(
                        tuple("aText", "string", false),
                        tuple("aNumber", "decimal", false),
                        tuple("aDate", "string", false),
                        tuple("aDateTime", "dateTime", false),
                        tuple("aBoolean", "boolean", false),
                        tuple("aDropdown", "string", false),
                        tuple("aMultiSelect", "string", true),
                        tuple("aEmail", "string", false),
                        tuple("aUrl", "reference", false));
    }
}
