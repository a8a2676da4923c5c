package dev.rollcall.mapping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rollcall.mapping.MappingResult.Mapped;
import dev.rollcall.mapping.MappingResult.Rejected;
import dev.rollcall.member.Member;
import dev.rollcall.member.Origin.Kind;
import dev.rollcall.member.Problem;
import dev.rollcall.member.ReasonCode;
import dev.rollcall.settings.RollcallSettings.CustomField;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CustomFieldStoryTest {
    private static final String COST_CENTER =
            "{name: 'Cost Center', type: 'dropdown', mandatory: true, options: ['CC-100', 'CC-200', 'CC-300']}";

    private static MemberMapper mapper(String field) {
        return Settings.mapper("custom-fields: [" + field + "]", "");
    }

    /** A record with a value, as JSON, at the default path of a custom field. */
    private static ObjectNode sends(String attribute, String json) {
        return Settings.document("{userName: 'omar@fabrikam.example', name: {familyName: 'Siddiq'}, '"
                + CustomFieldNames.SCHEMA + "': {" + attribute + ": " + json + "}}");
    }

    private static Mapped mapped(MappingResult result) {
        assertThat(result).isInstanceOf(Mapped.class);
        return (Mapped) result;
    }

    private static Problem refused(MappingResult result) {
        assertThat(result).isInstanceOf(Rejected.class);
        assertThat(((Rejected) result).problems()).hasSize(1);
        return ((Rejected) result).problems().get(0);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "type: 'text' | 'abc' | abc",
                "type: 'text' | 12 | 12",
                "type: 'number' | '007.50' | 7.50",
                "type: 'number' | 1e3 | 1000.0",
                "type: 'date' | '2026-01-31' | 2026-01-31",
                "type: 'date' | '2026-01-31T23:59:00Z' | 2026-01-31",
                "type: 'date' | '20260131093000Z' | 2026-01-31",
                "type: 'date-time' | '2026-01-31T09:30:00+02:00' | 2026-01-31T07:30:00Z",
                "type: 'date-time' | '2026-01-31' | 2026-01-31T00:00:00",
                "type: 'boolean' | true | Yes",
                "type: 'boolean' | 'FALSE' | No",
                "type: 'boolean' | 1 | Yes",
                "type: 'boolean', options: ['yes', 'no'] | 'True' | yes",
                "type: 'boolean', options: ['Covered', 'Not covered'] | 'not COVERED' | Not covered",
                "type: 'dropdown', options: ['Field', 'Office'] | ' ｏｆｆｉｃｅ ' | Office",
                "type: 'dropdown' | 'anything' | anything",
                "type: 'multi-select', options: ['A', 'B, C', 'D'] | ['d', 'b, c'] | D, B, C",
                "type: 'multi-select', options: ['A', 'B'] | 'b; a;' | B, A",
                "type: 'email' | 'a@x.example' | a@x.example",
                "type: 'url' | 'https://x.example/a' | https://x.example/a",
            })
    void storesAValueInOneForm(String rule, String sent, String expected) {
        Member member = mapped(mapper("{name: 'X', " + rule + "}").map(sends("x", sent), true, null))
                .member();
        assertThat(member.customFields()).containsEntry("X", expected);
        assertThat(member.origins().get("custom.X")).isNotNull().satisfies(origin -> {
            assertThat(origin.kind()).isEqualTo(Kind.SOURCE);
            assertThat(origin.attribute()).isEqualTo(CustomFieldNames.SCHEMA + ":x");
        });
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "number | 'twelve'",
                "number | '1e999999999'",
                "date | '31/01/2026'",
                "date | '2026-02-30'",
                "date-time | 'noon'",
                "date-time | '9999-12-31T23:59:59-05:00'",
                "boolean | 'maybe'",
                "email | 'a@b@c'",
                "url | 'javascript:alert(1)'",
            })
    void refusesWhatIsNotOfTheType(String type, String sent) {
        Problem problem = refused(mapper("{name: 'X', type: '" + type + "'}").map(sends("x", sent), true, null));
        assertThat(problem.code()).isEqualTo(ReasonCode.CUSTOM_FIELD_INVALID);
        assertThat(problem.field()).isEqualTo("custom.X");
        assertThat(problem.sentence())
                .contains(sent)
                .contains("custom field 'X'")
                .contains(":x)");
    }

    @Test
    void everyTypeThatSettingsTakeIsRead() {
        assertThat(Stream.of(FieldType.values()).map(FieldType::wire)).containsExactlyElementsOf(CustomField.TYPES);
    }

    @Test
    void anUnknownOptionNamesTheOptions() {
        Problem problem = refused(mapper(COST_CENTER).map(sends("costCenter", "'CC-999'"), true, null));
        assertThat(problem.code()).isEqualTo(ReasonCode.OPTION_UNKNOWN);
        assertThat(problem.sentence())
                .startsWith("'CC-999' is not an option of custom field 'Cost Center'")
                .contains(":costCenter", "CC-100, CC-200, CC-300");
    }

    @Test
    void moreThanTenOptionsAreCounted() {
        StringBuilder options = new StringBuilder();
        for (int i = 1; i <= 14; i++) {
            options.append(i == 1 ? "" : ",").append("'O").append(i).append("'");
        }
        Problem problem = refused(mapper("{name: 'X', type: 'dropdown', options: [" + options + "]}")
                .map(sends("x", "'no'"), true, null));
        assertThat(problem.sentence()).contains("O10 and 4 more").doesNotContain("O11");
    }

    @Test
    void anEmptyMandatoryFieldIsRefusedOnCreate() {
        Problem problem = refused(mapper(COST_CENTER).map(sends("costCenter", "''"), true, null));
        assertThat(problem.code()).isEqualTo(ReasonCode.CUSTOM_FIELD_MISSING);
        assertThat(FailureText.of("AssetSonar", true, List.of(problem)))
                .isEqualTo("Failed to create user in AssetSonar: mandatory custom field 'Cost Center' has no value"
                        + " (SCIM attribute urn:ietf:params:scim:schemas:extension:rollcall:2.0:User:costCenter is empty)."
                        + " Map and fill this attribute in your identity provider, give the field a default, or make it"
                        + " optional. [RC-1203]");
    }

    @Test
    void aDefaultFillsAnEmptyField() {
        MemberMapper mapper = mapper("{name: 'X', type: 'boolean', mandatory: true, default: 'false'}");
        Member member = mapped(mapper.map(sends("x", "null"), true, null)).member();
        assertThat(member.customFields()).containsEntry("X", "No");
        assertThat(member.origins().get("custom.X"))
                .extracting(o -> o == null ? null : o.kind())
                .isEqualTo(Kind.DEFAULT);
    }

    @Test
    void anUpdateThatDoesNotTouchWhatTheMemberAlreadyLackedPassesWithAWarning() {
        Member lacking = lacking();
        Mapped update = mapped(mapper(COST_CENTER).map(sends("other", "'x'"), true, lacking));
        assertThat(update.member().customFields()).isEmpty();
        assertThat(update.warnings()).singleElement().asString().contains("'Cost Center'");
    }

    @Test
    void anUpdateThatClearsAMandatoryFieldIsRefused() {
        MemberMapper mapper = mapper(COST_CENTER);
        Member before =
                mapped(mapper.map(sends("costCenter", "'CC-200'"), true, null)).member();
        assertThat(refused(mapper.map(sends("costCenter", "''"), true, before)).code())
                .isEqualTo(ReasonCode.CUSTOM_FIELD_MISSING);
    }

    @Test
    void aChangeThatOnlyDeactivatesIsNeverBlocked() {
        MemberMapper mapper = mapper(COST_CENTER);
        Member before =
                mapped(mapper.map(sends("costCenter", "'CC-200'"), true, null)).member();
        Mapped cleared = mapped(mapper.map(sends("costCenter", "''"), false, before));
        assertThat(cleared.member().customFields()).containsEntry("Cost Center", "CC-200");
        assertThat(cleared.member().active()).isFalse();
        assertThat(cleared.warnings()).singleElement().asString().contains("previous value was kept");
        Mapped faulty = mapped(mapper.map(sends("costCenter", "'CC-999'"), false, before));
        assertThat(faulty.member().customFields()).containsEntry("Cost Center", "CC-200");
        Mapped without = mapped(mapper.map(sends("costCenter", "'CC-999'"), false, lacking()));
        assertThat(without.member().customFields()).isEmpty();
    }

    private static @Nullable Member lacking() {
        return mapped(Settings.mapper("", "").map(sends("other", "'x'"), true, null))
                .member();
    }

    @Test
    void defaultsAndTypesAreCheckedWithTheSettings() {
        assertThatThrownBy(() -> mapper("{name: 'X', type: 'dropdown', options: ['A'], default: 'B'}"))
                .isInstanceOf(SettingsProblem.class)
                .hasMessageContaining("custom-fields.X.default")
                .hasMessageContaining("options: A");
        assertThatThrownBy(() -> mapper("{name: 'X', type: 'colour'}")).hasMessageContaining("multi-select");
        assertThatThrownBy(() -> mapper("{type: 'text'}")).hasMessageContaining("custom-fields");
        assertThatThrownBy(() -> Settings.mapper(
                        "custom-fields: [{name: 'X', type: 'number'}]", "attributes: {'custom.X': {default: 'many'}}"))
                .hasMessageContaining("sources.okta.attributes.custom.X.default");
    }

    @Test
    void aMandatoryFieldThatTheSourceCannotFillIsAWarning() {
        assertThat(mapper(COST_CENTER).warnings()).isEmpty();
        assertThat(Settings.mapper("custom-fields: [" + COST_CENTER + "]", "attributes: {'custom.Cost Center': ''}")
                        .warnings())
                .singleElement()
                .asString()
                .contains("'Cost Center'", "okta");
    }
}
