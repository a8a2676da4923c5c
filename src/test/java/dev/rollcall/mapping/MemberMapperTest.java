package dev.rollcall.mapping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rollcall.mapping.MappingResult.Mapped;
import dev.rollcall.mapping.MappingResult.Rejected;
import dev.rollcall.member.Member;
import dev.rollcall.member.Origin;
import dev.rollcall.member.Origin.Kind;
import dev.rollcall.member.Problem;
import dev.rollcall.member.ReasonCode;
import dev.rollcall.settings.SettingsOf;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class MemberMapperTest {
    private static final ObjectNode WHOLE = Settings.document("""
            {userName: 'kofi@fabrikam.example', displayName: 'Kofi Mensah', title: 'Fitter', preferredLanguage: 'en-GB',
             timezone: 'Europe/London', name: {givenName: 'Kofi', middleName: 'A', familyName: 'Mensah'},
             emails: [{value: 'home@fabrikam.example', type: 'home'}, {value: 'k.mensah@fabrikam.example', type: 'work'}],
             phoneNumbers: [{type: 'mobile', value: '0770'}, {type: 'work', value: '0113'}, {type: 'fax', value: '0114'}],
             addresses: [{type: 'home', locality: 'York'},
                         {type: 'work', formatted: 'Room 4', streetAddress: '4 Quay Rd', locality: 'Leeds', region: 'WY',
                          postalCode: 'LS1', country: 'GB'}],
             roles: [{primary: true, value: 'Administrator'}],
             'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User':
                 {employeeNumber: 'N-77', department: 'Yard', division: 'North', costCenter: 'CC', organization: 'Fab',
                  manager: {value: 'm-1', displayName: 'Ana Brod'}},
             'urn:ietf:params:scim:schemas:extension:rollcall:2.0:User': {team: 'field'}}
            """);

    private static Member mapped(MappingResult result) {
        assertThat(result).isInstanceOf(Mapped.class);
        return ((Mapped) result).member();
    }

    private static List<Problem> problems(MappingResult result) {
        assertThat(result).isInstanceOf(Rejected.class);
        return ((Rejected) result).problems();
    }

    @Test
    void everyEntryThatCannotWorkIsNamedAtOnce() {
        assertThatThrownBy(() -> Settings.mapper(
                        "",
                        "attributes: {citty: 'a', state: {from: 'a', lookup: 'b'}, country: {from: 'a', lookup: {b: {c: 'd'}}},"
                                + " fax: {from: 'a', default: ['b']}}"))
                .isInstanceOfSatisfying(
                        SettingsProblem.class,
                        problem -> assertThat(problem.sentences())
                                .satisfiesExactly(
                                        one -> assertThat(one)
                                                .startsWith(
                                                        "sources.okta.attributes.citty: there is no such member field"),
                                        one -> assertThat(one)
                                                .startsWith("sources.okta.attributes.state: lookup must be a block"),
                                        one -> assertThat(one)
                                                .startsWith(
                                                        "sources.okta.attributes.country: lookup.b must be one value"),
                                        one -> assertThat(one)
                                                .startsWith("sources.okta.attributes.fax: default must be one value")));
        assertThatThrownBy(() -> Settings.mapper(
                        "custom-fields: [{name: 'A', type: 'number', default: 'x'}, {name: 'B', type: 'date', default: 'y'}]",
                        ""))
                .isInstanceOfSatisfying(
                        SettingsProblem.class,
                        problem -> assertThat(problem.sentences()).hasSize(2));
    }

    @Test
    void aWholeScimUserNeedsNoConfiguration() {
        MemberMapper mapper =
                Settings.mapper("custom-fields: [{name: 'Team', type: 'dropdown', options: ['Field', 'Office']}]", "");
        Member member = mapped(mapper.map(WHOLE, true, null));
        assertThat(member.fields())
                .containsExactlyInAnyOrderEntriesOf(Map.ofEntries(
                        Map.entry("email", "k.mensah@fabrikam.example"),
                        Map.entry("user_name", "kofi@fabrikam.example"),
                        Map.entry("first_name", "Kofi"),
                        Map.entry("middle_name", "A"),
                        Map.entry("last_name", "Mensah"),
                        Map.entry("display_name", "Kofi Mensah"),
                        Map.entry("employee_id", "N-77"),
                        Map.entry("employee_identification_number", "N-77"),
                        Map.entry("job_title", "Fitter"),
                        Map.entry("department", "Yard"),
                        Map.entry("division", "North"),
                        Map.entry("cost_center", "CC"),
                        Map.entry("organization", "Fab"),
                        Map.entry("manager", "Ana Brod"),
                        Map.entry("role", "Administrator"),
                        Map.entry("status", "active"),
                        Map.entry("phone_number", "0113"),
                        Map.entry("mobile_phone", "0770"),
                        Map.entry("fax", "0114"),
                        Map.entry("address_name", "Room 4"),
                        Map.entry("address_line_1", "4 Quay Rd"),
                        Map.entry("city", "Leeds"),
                        Map.entry("state", "WY"),
                        Map.entry("zip_code", "LS1"),
                        Map.entry("country", "GB"),
                        Map.entry("time_zone", "Europe/London"),
                        Map.entry("preferred_language", "en-GB")));
        assertThat(member.customFields()).containsExactly(Map.entry("Team", "Field"));
        assertThat(member.origins().get("city")).isEqualTo(Origin.source("addresses[type eq \"work\"].locality"));
        assertThat(member.origins()).hasSize(member.fields().size() + 1);
    }

    @Test
    void aUserNameThatIsAnAddressStandsInForTheMail() {
        Member member = mapped(Settings.mapper("", "")
                .map(Settings.document("{userName: 'milo@atlas.example', name: {familyName: 'Vance'}}"), true, null));
        assertThat(member.field("email")).isEqualTo("milo@atlas.example");
        assertThat(member.origins().get("email")).isEqualTo(new Origin(Kind.DERIVED, "userName"));
    }

    @Test
    void aLastNameIsWorkedOutFromWhatThereIs() {
        MemberMapper mapper = Settings.mapper("", "");
        Member named = mapped(mapper.map(
                Settings.document("{userName: 'cora@atlas.example', displayName: 'Cora de Salt'}"), true, null));
        assertThat(named.field("last_name")).isEqualTo("Salt");
        assertThat(named.origins().get("last_name")).isEqualTo(new Origin(Kind.DERIVED, "displayName"));
        Member bare = mapped(mapper.map(Settings.document("{userName: 'cora@atlas.example'}"), true, null));
        assertThat(bare.field("last_name")).isEqualTo("cora");
    }

    @Test
    void aHomeAddressFillsInOnlyWhereThereIsNoWorkAddress() {
        MemberMapper mapper = Settings.mapper("", "");
        String user = "{userName: 'a@x.example', addresses: [{type: 'home', locality: 'York', country: 'GB'}";
        assertThat(mapped(mapper.map(Settings.document(user + "]}"), true, null))
                        .fields())
                .containsEntry("city", "York");
        assertThat(mapped(mapper.map(Settings.document(user + ", {type: 'Work', country: 'IE'}]}"), true, null))
                        .fields())
                .containsEntry("country", "IE")
                .doesNotContainKey("city");
    }

    @Test
    void twoAddressesAreNeverMixed() {
        MemberMapper mapper = Settings.mapper("", "");

        assertThat(mapped(mapper.map(
                                Settings.document(
                                        "{userName: 'a@x.example', addresses: [{type: 'home'},"
                                                + " {type: 'home', locality: 'York', country: 'GB'}, {type: 'other', region: 'MA'}]}"),
                                true,
                                null))
                        .fields())
                .containsEntry("city", "York")
                .doesNotContainKey("state");
        assertThat(mapped(mapper.map(
                                Settings.document(
                                        "{userName: 'a@x.example', addresses: [{type: 'work', locality: 'Leeds'},"
                                                + " {type: 'work', primary: true, streetAddress: '4 Quay Rd'}]}"),
                                true,
                                null))
                        .fields())
                .containsEntry("address_line_1", "4 Quay Rd")
                .doesNotContainKey("city");
    }

    @Test
    void everyProblemIsReportedAtOnce() {
        MemberMapper mapper = Settings.mapper(
                "roles: {unknown: {policy: 'do-not-provision'}},"
                        + " custom-fields: [{name: 'Cost Center', mandatory: true}, {name: 'Size', type: 'number'}]",
                "attributes: {start_date: {from: 'hired', transform: 'date(dd.MM.yyyy)'}}");
        MappingResult result = mapper.map(
                Settings.document("{userName: 'kofi', title: '" + "x".repeat(256)
                        + "', roles: ['Boss'], hired: 'soon', '" + CustomFieldNames.SCHEMA + "': {size: 'big'}}"),
                true,
                null);
        assertThat(problems(result).stream().collect(Collectors.toMap(Problem::field, Problem::code)))
                .containsExactlyInAnyOrderEntriesOf(Map.of(
                        "email", ReasonCode.FIELD_MISSING,
                        "last_name", ReasonCode.FIELD_MISSING,
                        "job_title", ReasonCode.FIELD_INVALID,
                        "start_date", ReasonCode.FIELD_INVALID,
                        "role", ReasonCode.ROLE_UNKNOWN,
                        "custom.Cost Center", ReasonCode.CUSTOM_FIELD_MISSING,
                        "custom.Size", ReasonCode.CUSTOM_FIELD_INVALID));
        assertThat(problems(result))
                .allSatisfy(problem -> assertThat(problem.sentence()).doesNotContain("\n", "\"", "<", ">"));
    }

    @Test
    void aMailThatIsNoneIsRefusedAndNotReplaced() {
        MappingResult result = Settings.mapper("", "")
                .map(Settings.document("{userName: 'a@x.example', emails: [{value: 'n/a'}]}"), true, null);
        assertThat(problems(result)).singleElement().satisfies(problem -> {
            assertThat(problem.code()).isEqualTo(ReasonCode.FIELD_INVALID);
            assertThat(problem.attribute()).isEqualTo("emails.value");
            assertThat(problem.sentence()).contains("'n/a'", "'E-mail'", "SCIM attribute emails.value");
        });
    }

    @Test
    void aLeaverLeavesHoweverFaultyTheRecord() {
        MemberMapper mapper = Settings.mapper("roles: {unknown: {policy: 'hold'}}", "");
        Member before = mapped(Settings.mapper("", "").map(WHOLE, true, null));
        MappingResult result = mapper.map(
                Settings.document("{emails: ['none'], roles: ['Boss'], title: '" + "x".repeat(300) + "'}"),
                false,
                before);
        Member after = mapped(result);
        assertThat(after.field("status")).isEqualTo("inactive");
        assertThat(after.field("email")).isEqualTo("k.mensah@fabrikam.example");
        assertThat(after.field("job_title")).isEqualTo("Fitter");
        assertThat(after.role()).isEqualTo("Administrator");
        assertThat(((Mapped) result).warnings()).hasSizeGreaterThanOrEqualTo(3);
    }

    @Test
    void aClearedFieldIsClearedButWhatAPersonSetStays() {
        MemberMapper mapper = Settings.mapper("custom-fields: [{name: 'Team', default: 'None'}]", "");
        Member before = new Member(
                Map.of("department", "Yard", "location", "Leeds", "status", "active"),
                Map.of("Team", "Field"),
                null,
                Map.of(
                        "department",
                        Origin.source("x"),
                        "location",
                        Origin.of(Kind.MANUAL),
                        "custom.Team",
                        Origin.of(Kind.MANUAL)));
        Member after = mapped(mapper.map(Settings.document("{userName: 'a@x.example'}"), true, before));
        assertThat(after.field("department")).isNull();
        assertThat(after.field("location")).isEqualTo("Leeds");
        assertThat(after.customFields()).containsEntry("Team", "Field");
    }

    @Test
    void theDefaultOfAMappingFillsInWhereNobodyHasSetAnything() {
        MemberMapper mapper = Settings.mapper(
                "custom-fields: [{name: 'Team'}], roles: {catalogue: [{name: 'Staff User'}, {name: 'Technician'}]}",
                "attributes: {job_title: {from: 'title', default: 'Employee'}, location: {default: 'HQ'},"
                        + " custom: {Team: {from: 'team', default: 'None'}}, role: {from: 'roles.value', default: 'Staff User'}}");
        Map<String, String> fields =
                Map.of("job_title", "Chief", "location", "Leeds", "role", "Technician", "status", "active");
        Origin manual = Origin.of(Kind.MANUAL);
        Member byHand = new Member(
                fields,
                Map.of("Team", "Field"),
                null,
                Map.of("job_title", manual, "location", manual, "role", manual, "custom.Team", manual));
        Member after = mapped(mapper.map(Settings.document("{userName: 'a@x.example'}"), true, byHand));
        assertThat(after.field("job_title")).isEqualTo("Chief");
        assertThat(after.role()).isEqualTo("Technician");
        assertThat(after.customFields()).containsEntry("Team", "Field");
        assertThat(after.field("location")).as("meant for everybody").isEqualTo("HQ");
        Member sent = new Member(
                fields,
                Map.of("Team", "Field"),
                null,
                Map.of(
                        "job_title",
                        Origin.source("title"),
                        "role",
                        Origin.source("roles.value"),
                        "custom.Team",
                        Origin.source("team")));
        Member cleared = mapped(mapper.map(Settings.document("{userName: 'a@x.example'}"), true, sent));
        assertThat(cleared.field("job_title")).isEqualTo("Employee");
        assertThat(cleared.role()).isEqualTo("Staff User");
        assertThat(cleared.customFields()).containsEntry("Team", "None");
    }

    @Test
    void entriesOverrideTheDefaultsOneFieldAtATime() {
        MemberMapper mapper = Settings.mapper("custom-fields: [{name: 'Team'}, {name: 'Cost Center'}]", """
                attributes: {
                  department: {from: ['nothing', 'title'], transform: ['upper', 'split(-,1)'], lookup: {fit: 'Fitters'}, default: 'None'},
                  team: ['nick', 'userName'], city: '', location: {default: 'HQ'},
                  custom: {Team: 'displayName', 'cost center': 'title'}}
                """);
        Member member = mapped(mapper.map(Settings.document("""
                        {userName: 'a@x.example', displayName: 'A', title: 'Fit-1', addresses: [{locality: 'Leeds', region: 'WY'}]}
                        """), true, null));
        assertThat(member.fields())
                .containsEntry("department", "Fitters")
                .containsEntry("team", "a@x.example")
                .containsEntry("location", "HQ")
                .containsEntry("state", "WY")
                .doesNotContainKey("city");
        assertThat(member.origins().get("location")).isEqualTo(Origin.of(Kind.DEFAULT));
        assertThat(member.customFields()).containsEntry("Team", "A").containsEntry("Cost Center", "Fit-1");
    }

    @Test
    void entriesThatCannotWorkNameTheirKey() {
        assertProblem("custom: {Ghost: 'a'}", "sources.okta.attributes.custom.Ghost", "custom-fields");
        assertProblem("shoe_size: 'a'", "sources.okta.attributes.shoe_size", "first_name");
        assertProblem("city: 'a b'", "sources.okta.attributes.city", "is not an attribute path");
        assertProblem("city: 7", "sources.okta.attributes.city", "text");
        assertProblem("city: {form: 'a'}", "sources.okta.attributes.city", "'form'");
        assertProblem("city: {from: 'a', transform: 'shout'}", "sources.okta.attributes.city", "title, digits");
        assertProblem(
                "start_date: {default: 'soon'}", "sources.okta.attributes.start_date.default", "'soon' is not a date");
        assertProblem(
                "email: {from: 'mail', default: 'none'}", "sources.okta.attributes.email.default", "an e-mail address");
        assertProblem("status: 'active'", "sources.okta.attributes.status", "Remove");
        assertThatThrownBy(() -> MemberMapper.of(SettingsOf.json("{}"), "ghost"))
                .isInstanceOf(SettingsProblem.class)
                .hasMessageContaining("sources.ghost");
        assertThatThrownBy(() -> MemberMapper.of(SettingsOf.json("{sources: {x: {kind: 'fax'}}}"), "x"))
                .hasMessageContaining("sources.x.kind");
    }

    private static void assertProblem(String attributes, String key, String wayOut) {
        assertThatThrownBy(() -> Settings.mapper("", "attributes: {" + attributes + "}"))
                .isInstanceOf(SettingsProblem.class)
                .hasMessageStartingWith(key + ": ")
                .hasMessageContaining(wayOut);
    }
}
