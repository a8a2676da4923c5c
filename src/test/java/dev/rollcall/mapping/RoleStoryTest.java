package dev.rollcall.mapping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rollcall.mapping.MappingResult.Held;
import dev.rollcall.mapping.MappingResult.Mapped;
import dev.rollcall.mapping.MappingResult.Rejected;
import dev.rollcall.member.Member;
import dev.rollcall.member.Origin.Kind;
import dev.rollcall.member.Problem;
import dev.rollcall.member.ReasonCode;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RoleStoryTest {
    private static final String CATALOGUE = """
            catalogue: [{name: 'Administrator', aliases: ['Admin']}, {name: 'Staff User'},
                        {name: 'Technician', aliases: ['Tech', 'Field Engineer']}, {name: 'Read only', aliases: ['Viewer']}]
            """;

    private static MemberMapper mapper(String roles) {
        return Settings.mapper("roles: {" + CATALOGUE + (roles.isEmpty() ? "" : ", " + roles) + "}", "");
    }

    private static ObjectNode withRoles(String roles) {
        return Settings.document(
                "{userName: 'kofi@fabrikam.example', name: {familyName: 'Mensah'}, roles: " + roles + "}");
    }

    private static Member mapped(MemberMapper mapper, String roles, @Nullable Member previous) {
        MappingResult result = mapper.map(withRoles(roles), true, previous);
        assertThat(result).isInstanceOf(Mapped.class);
        return ((Mapped) result).member();
    }

    private static Problem refused(MemberMapper mapper, String roles) {
        MappingResult result = mapper.map(withRoles(roles), true, null);
        assertThat(result).isInstanceOf(Rejected.class);
        assertThat(((Rejected) result).problems()).hasSize(1);
        return ((Rejected) result).problems().get(0);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[{primary: true, value: 'Technician'}]",
                "[{value: ' tECH '}]",
                "[{value: 'field\u00A0engineer'}]",
                "[{value: 'Ｔｅｃｈｎｉｃｉａｎ'}]",
                "['Technician']",
                "'Technician'",
                "[{value: '{\"id\":\"1\",\"value\":\"Tech\",\"displayName\":\"T\"}'}]",
                "[{value: '{\"displayName\":\"Technician\"}'}]",
            })
    void aRoleIsKnownByNameAndAliasHoweverItIsWritten(String roles) {
        Member member = mapped(mapper(""), roles, null);
        assertThat(member.role()).isEqualTo("Technician");
        assertThat(member.roleOrigin()).isEqualTo(Kind.SOURCE);
        assertThat(member.requestedRole()).isNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"Admınistrator", "Аdministrator", "Administrat0r", "Admi\u0307nistrator", "Admin\u200Bistrator"})
    void aNameThatOnlyLooksLikeAdministratorIsNone(String lookAlike) {
        Member member = mapped(mapper("unknown: {policy: 'staff-user'}"), "['" + lookAlike + "']", null);
        assertThat(member.role()).isEqualTo("Staff User");
        assertThat(member.roleOrigin()).isEqualTo(Kind.FALLBACK);
        assertThat(member.requestedRole()).isEqualTo(lookAlike);
    }

    @Test
    void ofSeveralRolesPrecedenceDecidesThenTheCatalogue() {
        MemberMapper mapper = mapper("precedence: ['viewer', 'Technician']");
        assertThat(mapped(mapper, "['Technician', 'Nonsense', 'Read only']", null)
                        .role())
                .isEqualTo("Read only");
        assertThat(mapped(mapper, "['Staff User', 'Administrator']", null).role())
                .isEqualTo("Administrator");
    }

    @Test
    void thePrimaryRoleCountsBeforeTheOthers() {
        Member member = mapped(
                mapper("unknown: {policy: 'role', role: 'Read only'}"),
                "[{value: 'Technician'}, {primary: 'True', value: 'Superuser'}]",
                null);
        assertThat(member.role()).isEqualTo("Read only");
        assertThat(member.roleOrigin()).isEqualTo(Kind.FALLBACK);
        assertThat(member.requestedRole()).isEqualTo("Superuser");
    }

    @ParameterizedTest
    @ValueSource(strings = {"[]", "null", "''", "[{value: '  '}]", "[{primary: true}]"})
    void withoutARoleTheDefaultApplies(String roles) {
        Member member = mapped(mapper("missing: 'Read only'"), roles, null);
        assertThat(member.role()).isEqualTo("Read only");
        assertThat(member.roleOrigin()).isEqualTo(Kind.DEFAULT);
        assertThat(member.requestedRole()).isNull();
    }

    @Test
    void unknownRolesGoToAdministratorsOnlyWhenThatIsChosen() {
        Member member = mapped(mapper("unknown: {policy: 'administrator'}"), "['Customer Success team']", null);
        assertThat(member.role()).isEqualTo("Administrator");
        assertThat(member.roleOrigin()).isEqualTo(Kind.FALLBACK);
        assertThat(member.requestedRole()).isEqualTo("Customer Success team");
        assertThat(mapped(mapper(""), "['Customer Success team']", null).role()).isEqualTo("Staff User");
    }

    @Test
    void doNotProvisionRefusesAndNamesTheRoles() {
        Problem problem = refused(mapper("unknown: {policy: 'do-not-provision'}"), "['Customer Success team']");
        assertThat(problem.code()).isEqualTo(ReasonCode.ROLE_UNKNOWN);
        assertThat(problem.field()).isEqualTo("role");
        assertThat(problem.sentence())
                .contains("'Customer Success team' does not exist in AssetSonar", "roles.value")
                .contains("Administrator, Staff User, Technician, Read only");
    }

    @Test
    void holdKeepsTheUserForAPerson() {
        MappingResult result = mapper("unknown: {policy: 'hold'}").map(withRoles("['Boss']"), true, null);
        assertThat(result).isInstanceOf(Held.class);
        Held held = (Held) result;
        assertThat(held.why().code()).isEqualTo(ReasonCode.ROLE_HELD);
        assertThat(held.member().field("status")).isEqualTo(Member.HELD);
        assertThat(held.member().requestedRole()).isEqualTo("Boss");
        assertThat(held.member().role()).isNull();
    }

    @Test
    void aSourceOverridesBothPolicies() {
        MemberMapper mapper = Settings.mapper(
                "roles: {" + CATALOGUE + "}",
                "unknown-role: {policy: 'role', role: 'Technician'}, missing-role: 'Read only'");
        assertThat(mapped(mapper, "['Nonsense']", null).role()).isEqualTo("Technician");
        assertThat(mapped(mapper, "[]", null).role()).isEqualTo("Read only");
    }

    @Test
    void withoutCustomRolesTheDirectoryNeverChangesARole() {
        MemberMapper mapper = mapper("custom-roles: false");
        Member created = mapped(mapper, "['Administrator']", null);
        assertThat(created.role()).isEqualTo("Staff User");
        assertThat(created.roleOrigin()).isEqualTo(Kind.DEFAULT);
        Member promoted = created.with("role", "Technician");
        assertThat(mapped(mapper, "['Administrator']", promoted).role()).isEqualTo("Technician");
    }

    @Test
    void aProtectedRoleIsNeverTakenAway() {
        MemberMapper mapper = Settings.mapper(
                "roles: {catalogue: [{name: 'Administrator', protected: true}, {name: 'Staff User'}]}", "");
        Member admin = mapped(mapper, "['Administrator']", null);
        MappingResult result = mapper.map(withRoles("['Staff User']"), true, admin);
        assertThat(result).isInstanceOfSatisfying(Mapped.class, kept -> {
            assertThat(kept.member().role()).isEqualTo("Administrator");
            assertThat(kept.member().requestedRole()).isEqualTo("Staff User");
            assertThat(kept.warnings()).singleElement().asString().contains("'Administrator' is protected");
        });
        assertThat(mapped(mapper, "[]", admin).role()).isEqualTo("Administrator");
    }

    @Test
    void aRoleGivenByAPersonStaysUntilTheSourceSendsOne() {
        MemberMapper mapper = mapper("");
        Member byHand = new Member(
                Map.of("role", "Technician", "email", "kofi@fabrikam.example", "status", "active"),
                Map.of(),
                null,
                Map.of());
        assertThat(mapped(mapper, "[]", byHand).role()).isEqualTo("Technician");
        assertThat(mapped(mapper, "['Viewer']", byHand).role()).isEqualTo("Read only");
    }

    @Test
    void settingsThatCannotWorkNameTheKeyAndTheWayOut() {
        assertThatThrownBy(() -> Settings.mapper(
                        "roles: {catalogue: [{name: 'Staff User', aliases: ['x']}, {name: 'B', aliases: ['X']}]}", ""))
                .hasMessageContaining("means both 'Staff User' and 'B'");
        assertThatThrownBy(
                        () -> Settings.mapper("roles: {" + CATALOGUE + "}", "attributes: {role: {default: 'Ghost'}}"))
                .hasMessageContaining("attributes.role.default");
    }
}
