package dev.rollcall.targets;

import static dev.rollcall.targets.Changes.change;
import static dev.rollcall.targets.Changes.member;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How members are written to AssetSonar: what of them goes along, and what never does. */
class AssetSonarMembersTest extends AssetSonarFixture {
    @ParameterizedTest
    @ValueSource(strings = {"v1", "v2"})
    void aMemberIsMadeWithAllItsFields(String api) {
        String email = address();
        String id = changes(api)
                .deliver(change(
                        "create",
                        UUID.randomUUID(),
                        null,
                        member(
                                email,
                                "employee_identification_number",
                                "H-20417",
                                "department",
                                "R&D",
                                "address_line_1",
                                "12 Quay Road",
                                "address_line_2",
                                "3rd floor",
                                "city",
                                "Turku",
                                "state",
                                "Åland",
                                "zip_code",
                                "20100",
                                "country",
                                "FI",
                                "phone_number",
                                "+358 2 123",
                                "team",
                                "Field",
                                "custom.Insurance Covered",
                                "No",
                                "custom.Team A.B",
                                "Office & Field",
                                "login_enabled",
                                "false",
                                "offboarding_date",
                                "2027-01-31")));

        assertThat(stub.byEmail(email)).hasSize(1);
        assertThat(stub.member(id))
                .containsEntry("email", email)
                .containsEntry("first_name", "Mira")
                .containsEntry("role_name", "Staff User")
                .containsEntry("employee_identification_number", "H-20417")
                .containsEntry("department", "R&D")
                .containsEntry("address", "12 Quay Road")
                .containsEntry("address_line_2", "3rd floor")
                .containsEntry("city", "Turku")
                .containsEntry("state", "Åland")
                .containsEntry("zip_code", "20100")
                .containsEntry("country", "FI")
                .containsEntry("team_id", 31L)
                .containsEntry("offboarding_date", "2027-01-31")
                .containsEntry("login_enabled", false);
        assertThat(String.valueOf(value(id, "status"))).isEqualTo("1");
        assertThat(custom(id, "Insurance Covered")).isEqualTo("No");
        assertThat(custom(id, "Team A.B")).isEqualTo("Office & Field");
    }

    @ParameterizedTest
    @ValueSource(strings = {"v1", "v2"})
    void aMemberIsChangedRenamedDeactivatedAndReactivated(String api) {
        Changes changes = changes(api);
        UUID memberId = UUID.randomUUID();
        String email = address();
        String id = changes.deliver(change("create", memberId, null, member(email, "city", "Oslo")));
        String renamed = address();

        assertThat(changes.deliver(change("update", memberId, id, member(renamed, "city", "Rome"), "email", "city")))
                .isEqualTo(id);
        assertThat(stub.member(id)).containsEntry("email", renamed).containsEntry("city", "Rome");
        assertThat(stub.byEmail(email)).isEmpty();

        changes.deliver(change("deactivate", memberId, id, member(renamed, "status", "inactive"), "status"));
        assertThat(String.valueOf(value(id, "status"))).isEqualTo("0");
        assertThat(value(id, "email")).isEqualTo(renamed);

        changes.deliver(change("reactivate", memberId, id, member(renamed, "city", "Bern"), "status", "city"));
        assertThat(String.valueOf(value(id, "status"))).isEqualTo("1");
        assertThat(value(id, "city")).isEqualTo("Bern");
    }

    @Test
    void theEmailGoesWithEveryWriteExternalIdAndBlanksNever() {
        Changes changes = changes("v1");
        UUID memberId = UUID.randomUUID();
        String email = address();
        String id = changes.deliver(change("create", memberId, null, member(email, "city", "Oslo")));
        changes.deliver(change("update", memberId, id, member(email), "city"));
        changes.deliver(change("deactivate", memberId, id, member(email, "status", "inactive"), "status"));
        changes.deliver(change("reactivate", memberId, id, member(email), "status"));

        assertThat(stub.writes()).hasSizeGreaterThanOrEqualTo(4).allSatisfy(write -> {
            assertThat(write.body()).contains("user%5Bemail%5D=").doesNotContain("external_id");
            assertThat(write.body().split("&")).noneMatch(pair -> pair.endsWith("="));
            assertThat(write.headers().get("content-type")).startsWith("application/x-www-form-urlencoded");
        });
        assertThat(stub.member(id)).containsEntry("email", email).containsEntry("city", "Oslo");
    }

    @Test
    void inV2AFieldThatBecameEmptyIsEmptied() {
        Changes changes = changes("v2");
        UUID memberId = UUID.randomUUID();
        String email = address();
        String id = changes.deliver(change("create", memberId, null, member(email, "city", "Oslo", "fax", "123456")));
        changes.deliver(change("update", memberId, id, member(email, "fax", "123456"), "city"));
        assertThat(value(id, "city")).isNull();
        assertThat(value(id, "fax")).isEqualTo("123456");
    }

    @Test
    void aMemberThatVanishedIsFoundByItsAddressOrMadeAgain() {
        Changes changes = changes("v1");
        UUID memberId = UUID.randomUUID();
        String email = address();
        String id = changes.deliver(change("create", memberId, null, member(email)));
        stub.remove(id);
        String second = changes.deliver(change("update", memberId, id, member(email, "city", "Oslo"), "city"));
        assertThat(second).isNotEqualTo(id);
        assertThat(stub.byEmail(email)).hasSize(1);

        stub.remove(second);
        String byHand = stub.add(email, "Again", "Staff User", true);
        assertThat(changes.deliver(change("update", memberId, second, member(email), "city")))
                .isEqualTo(byHand);
        assertThat(value(byHand, "last_name")).isEqualTo("Lindqvist");
    }

    /** v1 reads ids off members, v2 has a list; a new role is found without a restart. */
    @ParameterizedTest
    @ValueSource(strings = {"v1", "v2"})
    void aRoleThatTheAccountLacksIsRefusedClearlyAndFoundOnceItIsThere(String api) {
        Changes changes = changes(api);
        String role = "Pilot " + api;
        Map<String, Object> change = change("create", UUID.randomUUID(), null, member(address(), "role", role));
        assertThat(changes.rejected(change)).contains("no role '" + role + "'").contains("Staff User");
        stub.addRole(role);
        stub.add(address(), "Holder", role, false);
        org.awaitility.Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .untilAsserted(
                        () -> assertThat(changes.send(change).get("outcome")).isEqualTo("delivered"));
    }

    @Test
    void requestsCarryTheTokenAndRollcallsNameAndNothingElseOfOurs() {
        String id = changes("v1").deliver(change("create", UUID.randomUUID(), null, member(address())));
        assertThat(id).isNotEmpty();
        assertThat(stub.ledger()).isNotEmpty().allSatisfy(entry -> {
            Map<String, String> headers = entry.call().headers();
            assertThat(headers).containsEntry("token", TOKEN);
            assertThat(headers.get("user-agent")).startsWith("Rollcall/");
            assertThat(headers.keySet())
                    .isSubsetOf(
                            "token",
                            "authorization",
                            "user-agent",
                            "accept",
                            "accept-encoding",
                            "host",
                            "connection",
                            "content-type",
                            "content-length",
                            "transfer-encoding");
        });
        assertThat(rollcall().log()).doesNotContain(TOKEN).doesNotContain("secret-of-");
    }

    @Test
    void manyCallsInARowGiveTheirConnectionsBack() {
        Changes changes = changes("v1");
        for (int i = 0; i < 60; i++) {
            changes.deliver(change("create", UUID.randomUUID(), null, member(address())));
        }
        assertThat(stub.ledger()).hasSizeGreaterThan(150);
    }

    private Object custom(String id, String name) {
        Object fields = value(id, "custom_fields");
        for (Object field : fields instanceof List<?> list ? list : List.of()) {
            if (name.equals(((Map<?, ?>) field).get("name"))) {
                return String.valueOf(((Map<?, ?>) field).get("value"));
            }
        }
        return "";
    }
}
