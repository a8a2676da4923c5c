package dev.rollcall.mapping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rollcall.settings.RollcallSettings.CustomField;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CustomFieldNamesTest {
    @ParameterizedTest
    @CsvSource({
        "Cost Center, costCenter",
        "cost-center, costCenter",
        "costCenter, costCenter",
        "IT Team, itTeam",
        "ID, id",
        "Größe, grosse",
        "Driver's License, driversLicense",
        "Phone 2, phone2",
        "2nd Phone, ndPhone",
    })
    void namesAreCamelCase(String field, String expected) {
        assertThat(CustomFieldNames.scimAttributeName(field)).isEqualTo(expected);
    }

    @Property
    void everyNameIsAScimName(@ForAll String field) {
        assertThat(CustomFieldNames.scimAttributeName(field)).matches("[a-zA-Z][a-zA-Z0-9]*");
    }

    @Test
    void namesThatCollideAreASettingsProblem() {
        assertThatThrownBy(
                        () -> CustomFieldNames.scimAttributeNames(List.of(field("Cost Center"), field("cost_center"))))
                .isInstanceOf(SettingsProblem.class)
                .hasMessageContaining("Cost Center")
                .hasMessageContaining("cost_center");
    }

    private static CustomField field(String name) {
        return new CustomField(name, "text", false, null, List.of());
    }
}
