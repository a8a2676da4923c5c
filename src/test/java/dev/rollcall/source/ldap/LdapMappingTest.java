package dev.rollcall.source.ldap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rollcall.mapping.MappingResult;
import dev.rollcall.mapping.MemberMapper;
import dev.rollcall.member.Member;
import dev.rollcall.source.SourceUser;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a user of each profile becomes without any mapping in the settings. */
class LdapMappingTest {
    private static ObjectNode document(String json) {
        try {
            return (ObjectNode) new ObjectMapper().readTree(json.replace('\'', '"'));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e);
        }
    }

    private static Member member(String profile, String json) {
        SourceUser user = new LdapRecordReader().read(document(json));
        MappingResult result = MemberMapper.of(Reader.settings(Map.of("profile", profile)), "dir")
                .map(user.document(), user.active(), null);
        assertThat(result).isInstanceOf(MappingResult.Mapped.class);
        return ((MappingResult.Mapped) result).member();
    }

    @Test
    void aUserOfActiveDirectory() {
        Member member = member("active-directory", """
                {'dn': 'CN=Anna,OU=x', 'objectGUID': 'a', 'userPrincipalName': 'anna@corp.example', 'sAMAccountName': 'anna',
                 'mail': 'Anna@corp.example', 'givenName': 'Anna', 'middleName': 'B', 'sn': 'Müller',
                 'displayName': 'Anna Müller', 'employeeID': '47', 'employeeNumber': '11', 'title': 'Engineer',
                 'department': 'IT', 'division': 'EMEA', 'departmentNumber': ['CC-1'], 'company': 'Fabrikam',
                 'manager': {'dn': 'CN=Boss', 'displayName': 'The Boss'}, 'rollcallRoles': ['Technician'],
                 'physicalDeliveryOfficeName': 'Berlin', 'telephoneNumber': '1', 'mobile': '2',
                 'facsimileTelephoneNumber': '3', 'streetAddress': 'Street 1', 'postOfficeBox': ['PO 5'], 'l': 'Berlin',
                 'st': 'BE', 'postalCode': '10115', 'co': 'Germany', 'preferredLanguage': 'de', 'description': ['x'],
                 'rollcallExpires': '2030-01-31T23:00:00Z', 'userAccountControl': '512'}""");
        assertThat(member.fields())
                .containsEntry("user_name", "anna@corp.example")
                .containsEntry("email", "Anna@corp.example")
                .containsEntry("first_name", "Anna")
                .containsEntry("middle_name", "B")
                .containsEntry("last_name", "Müller")
                .containsEntry("display_name", "Anna Müller")
                .containsEntry("employee_id", "47")
                .containsEntry("employee_identification_number", "11")
                .containsEntry("job_title", "Engineer")
                .containsEntry("department", "IT")
                .containsEntry("division", "EMEA")
                .containsEntry("cost_center", "CC-1")
                .containsEntry("organization", "Fabrikam")
                .containsEntry("manager", "The Boss")
                .containsEntry("role", "Technician")
                .containsEntry("location", "Berlin")
                .containsEntry("phone_number", "1")
                .containsEntry("mobile_phone", "2")
                .containsEntry("fax", "3")
                .containsEntry("address_line_1", "Street 1")
                .containsEntry("address_line_2", "PO 5")
                .containsEntry("city", "Berlin")
                .containsEntry("state", "BE")
                .containsEntry("zip_code", "10115")
                .containsEntry("country", "Germany")
                .containsEntry("preferred_language", "de")
                .containsEntry("offboarding_date", "2030-01-31")
                .containsEntry("description", "x")
                .containsEntry("status", "active");
    }

    @Test
    void aUserOfOpenLdap() {
        Member member = member("open-ldap", """
                {'dn': 'uid=bernd,ou=x', 'entryUUID': 'b', 'uid': ['bernd', 'bs'], 'MAIL': ['b@example.com', 'c@example.com'],
                 'sn': 'Schmidt', 'cn': 'Bernd Schmidt', 'employeeNumber': '12', 'ou': 'Sales', 'o': 'Fabrikam',
                 'street': 'Weg 2', 'l': 'Köln', 'manager': {'dn': 'uid=x', 'mail': 'x@example.com'},
                 'businessCategory': 'Retail', 'pwdAccountLockedTime': '000001010000Z'}""");
        assertThat(member.fields())
                .containsEntry("user_name", "bernd")
                .containsEntry("email", "b@example.com")
                .containsEntry("display_name", "Bernd Schmidt")
                .containsEntry("employee_id", "12")
                .containsEntry("department", "Sales")
                .containsEntry("division", "Retail")
                .containsEntry("organization", "Fabrikam")
                .containsEntry("address_line_1", "Weg 2")
                .containsEntry("city", "Köln")
                .containsEntry("manager", "x@example.com")
                .containsEntry("role", "Staff User")
                .containsEntry("status", "inactive");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'userAccountControl': '512' | true",
                "'userAccountControl': '514' | false",
                "'useraccountcontrol': '66050' | false",
                "'accountExpires': '0' | true",
                "'accountExpires': '9223372036854775807' | true",
                "'accountExpires': '131000000000000000' | false",
                "'shadowExpire': '1' | false",
                "'shadowExpire': '-1' | true",
                "'shadowExpire': '99999' | true",
                "'nsAccountLock': 'TRUE' | false",
                "'pwdAccountLockedTime': '20261125061500Z' | true",
                "'pwdAccountLockedTime': '000001010000Z' | false",
                "'rollcallActive': false | false",
                "'rollcallActive': true, 'userAccountControl': '514' | true"
            })
    void whetherAnAccountIsInUse(String attributes, boolean active) {
        assertThat(new LdapRecordReader()
                        .read(document("{'uid': 'x', " + attributes + "}"))
                        .active())
                .isEqualTo(active);
    }

    /** Scripts write the largest number with a half too few, which is the year 30828; no asset system has such a date. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'accountExpires': '9223372032559808511' |",
                "'accountExpires': '2650467743990000000' | 9999-12-31T23:59:59Z",
                "'accountExpires': '2650467744000000000' |",
                "'shadowExpire': '2932896' | 9999-12-31T00:00:00Z",
                "'shadowExpire': '2932897' |"
            })
    void whatEndsAfterTheYear9999NeverEnds(String attributes, @Nullable String expires) {
        assertThat(AccountState.expires(document("{'uid': 'x', " + attributes + "}")))
                .isEqualTo(expires == null ? null : Instant.parse(expires));
    }

    @Test
    void anEntryWithoutAnyNameIsNoUser() {
        assertThatThrownBy(() -> new LdapRecordReader().read(document("{'title': 'x'}")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("no name");
    }

    @Test
    void aMappingOfOwnDecidesWhatIsReadButNeverPhotosOrPasswords() {
        LdapSource source = LdapSource.of(
                Reader.settings(Map.of(
                        "profile",
                        "active-directory",
                        "attributes",
                        Map.of(
                                "team",
                                List.of("extensionAttribute7", "thumbnailPhoto", "unicodePwd"),
                                "role",
                                "memberOf"))),
                "dir");
        assertThat(source.attributes())
                .contains("extensionAttribute7", "memberOf", "objectGUID", "userAccountControl", "manager")
                .doesNotContain("thumbnailPhoto", "unicodePwd", "rollcallRoles", "dn")
                .doesNotHaveDuplicates();
        assertThat(source.hidden()).containsExactly("primaryGroupID");
    }
}
