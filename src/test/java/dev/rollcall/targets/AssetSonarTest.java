package dev.rollcall.targets;

import static dev.rollcall.targets.Changes.change;
import static dev.rollcall.targets.Changes.member;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.bench.RunningRollcall;
import dev.rollcall.delivery.DeliveryOutcome.Trouble;
import dev.rollcall.delivery.TargetTrouble;
import dev.rollcall.stub.AssetSonarStub;
import dev.rollcall.stub.Call;
import dev.rollcall.stub.Fault;
import dev.rollcall.stub.Fault.Kind;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The rules that a client of AssetSonar's API must follow, each broken by the stub as the real API would break it. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AssetSonarTest {
    private static final String TOKEN = "assetsonar-token-0123456789";

    private final AssetSonarStub stub = new AssetSonarStub(0, TOKEN);
    private @Nullable RunningRollcall running;
    private int people;

    @BeforeAll
    void start(@TempDir Path folder) {
        stub.addCustomField("Insurance Covered");
        stub.addCustomField("Team A.B");
        stub.addTeam("Field");
        running = RunningRollcall.start(
                folder,
                RunningRollcall.settings(Map.of(
                        "targets",
                        Map.of("assetsonar", Map.of("url", stub.url(), "token", TOKEN, "requests-per-minute", 60000)),
                        "delivery",
                        Map.of("route", "direct:deliver-assetsonar"))));
    }

    @AfterAll
    void stop() {
        rollcall().close();
        stub.close();
    }

    @BeforeEach
    void fair() {
        stub.playFair();
        stub.comeBack();
        stub.ignoreFilters(false);
        stub.forgetCalls();
    }

    private RunningRollcall rollcall() {
        if (running == null) {
            throw new IllegalStateException("not started");
        }
        return running;
    }

    private Changes changes(String api) {
        rollcall().api("PATCH", "/settings", Map.of("targets", Map.of("assetsonar", Map.of("api", api))));
        return new Changes(rollcall().camel(), "direct:deliver-assetsonar");
    }

    private String address() {
        return "person+" + ++people + "@asset.example";
    }

    private @Nullable Object value(String id, String field) {
        return stub.member(id).get(field);
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

    /** Rules 1, 2 and 3. */
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

    /** Rule 4. */
    @Test
    void aFilterThatTheServerIgnoresIsNoticedAndNobodyIsTaken() {
        Changes changes = changes("v1");
        stub.ignoreFilters(true);
        TargetTrouble trouble = changes.trouble(change("create", UUID.randomUUID(), null, member(address())));
        assertThat(trouble.why()).isEqualTo(Trouble.DOWN);
        assertThat(trouble).hasMessageContaining("ignores the filter");
        assertThat(stub.writes()).isEmpty();
    }

    /** Rule 5. */
    @ParameterizedTest
    @ValueSource(strings = {"v1", "v2"})
    void anErrorWithinA200IsAnError(String api) {
        Changes changes = changes(api);
        stub.play(Fault.next(Kind.OK_WITH_ERROR, "Last name is too funny", 1, Call::isWrite));
        assertThat(changes.rejected(change("create", UUID.randomUUID(), null, member(address()))))
                .isEqualTo("Last name is too funny");
    }

    /** Rule 6, and the conflict of an address that another of our members has. */
    @ParameterizedTest
    @ValueSource(strings = {"v1", "v2"})
    void anInactiveMemberOfThatAddressIsTakenIntoUseAgainAndKeepsItsId(String api) {
        String email = address();
        String id = stub.add(email.toUpperCase(java.util.Locale.ROOT), "Left", "Technician", false);
        assertThat(changes(api).deliver(change("create", UUID.randomUUID(), null, member(email))))
                .isEqualTo(id);
        assertThat(stub.byEmail(email)).hasSize(1);
        assertThat(stub.member(id)).containsEntry("last_name", "Lindqvist").containsEntry("role_name", "Staff User");
        assertThat(String.valueOf(value(id, "status"))).isEqualTo("1");
        assertThat(stub.writes()).noneMatch(Call::isCreate);
    }

    @Test
    void anActiveMemberThatNobodyOwnsIsNotTakenOverUnasked() {
        String email = address();
        stub.add(email, "Own", "Staff User", true);
        assertThat(changes("v1").rejected(change("create", UUID.randomUUID(), null, member(email))))
                .contains("no source owns it")
                .contains("adopt")
                .endsWith("[uniqueness]")
                .doesNotContain(email);
        assertThat(stub.writes()).isEmpty();
    }

    @Test
    void aProtectedMemberIsNeverTakenNotEvenAnInactiveOne() {
        String email = address();
        stub.add(email, "Boss", "Administrator", false);
        assertThat(changes("v1").rejected(change("create", UUID.randomUUID(), null, member(email))))
                .contains("protected")
                .endsWith("[uniqueness]");
        assertThat(stub.writes()).isEmpty();
    }

    @Test
    void aRenameToAnAddressThatIsTakenIsAConflict() {
        Changes changes = changes("v1");
        UUID memberId = UUID.randomUUID();
        String email = address();
        String id = changes.deliver(change("create", memberId, null, member(email)));
        String taken = address();
        stub.add(taken, "Other", "Staff User", true);
        assertThat(changes.rejected(change("update", memberId, id, member(taken), "email")))
                .contains("taken by another member")
                .endsWith("[uniqueness]");
        String left = address();
        stub.add(left, "Left", "Staff User", false);
        assertThat(changes.rejected(change("update", memberId, id, member(left), "email")))
                .endsWith("[uniqueness]");
        assertThat(value(id, "email")).isEqualTo(email);
    }

    /** Rule 7: a create whose answer is lost is found by the next attempt. */
    @ParameterizedTest
    @ValueSource(strings = {"COMMIT_502", "RESET", "GARBAGE"})
    void aCreateWhoseAnswerIsLostMakesNoTwin(String kind) {
        Changes changes = changes("v1");
        UUID memberId = UUID.randomUUID();
        String email = address();
        Map<String, Object> change = change("create", memberId, null, member(email));
        stub.play(Fault.next(Kind.valueOf(kind), "", 1, Call::isCreate));

        assertThat(changes.troubleKind(change)).isEqualTo(Trouble.UNKNOWN);
        assertThat(stub.byEmail(email)).hasSize(1);
        change.put("lookUp", true);
        change.put("triedAs", email);
        String id = changes.deliver(change);

        assertThat(stub.byEmail(email))
                .singleElement()
                .satisfies(
                        member -> assertThat(String.valueOf(member.get("id"))).isEqualTo(id));
        assertThat(stub.writes().stream().filter(Call::isCreate)).hasSize(1);
    }

    /** An attempt that ended before its creation was sent, as by a kill while it looked, gives no right to a member. */
    @Test
    void aMemberThatWasThereBeforeIsNotTakenAfterAnAttemptThatCreatedNothing() {
        String email = address();
        String id = stub.add(email, "Owned", "Administrator", true);
        Map<String, Object> change = change("create", UUID.randomUUID(), null, member(email));
        change.put("lookUp", true);

        assertThat(changes("v1").rejected(change)).contains("protected member").endsWith("[uniqueness]");

        assertThat(value(id, "last_name")).isEqualTo("Owned");
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

    /** Rule 10: v1 reads ids off members, v2 has a list; a new role is found without a restart. */
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
    void whatTheServerDoesNotKeepIsNoticed() {
        Changes changes = changes("v1");
        UUID memberId = UUID.randomUUID();
        String email = address();
        String id = changes.deliver(change("create", memberId, null, member(email)));
        // A 200 for an update that does nothing.
        stub.play(Fault.next(Kind.OK_WITH_ERROR, "", 1, call -> call.method().equals("PUT")));
        TargetTrouble trouble = changes.trouble(change("update", memberId, id, member(email, "city", "Rome"), "city"));
        assertThat(trouble.why()).isEqualTo(Trouble.OWN);
        assertThat(trouble).hasMessageContaining("kept other values in: city");
    }

    @Test
    void faultsSayWhatKindOfTroubleTheyAre() {
        Changes changes = changes("v1");
        String email = address();
        Map<String, Object> change = change("create", UUID.randomUUID(), null, member(email));
        stub.play(Fault.next(Kind.TOO_MANY, "7", 1, any -> true));
        TargetTrouble busy = changes.trouble(change);
        assertThat(busy.why()).isEqualTo(Trouble.BUSY);
        assertThat(busy.notBefore()).isEqualTo(Duration.ofSeconds(7));
        stub.play(Fault.next(Kind.TOO_MANY, "", 1, Call::isWrite));
        assertThat(changes.troubleKind(change)).isEqualTo(Trouble.BUSY);
        for (String status : List.of("401", "403")) {
            stub.play(Fault.next(Kind.TOKEN_REFUSED, status, 1, any -> true));
            TargetTrouble down = changes.trouble(change);
            assertThat(down.why()).isEqualTo(Trouble.DOWN);
            assertThat(down)
                    .hasMessageContaining("token")
                    .satisfies(e -> assertThat(e.toString()).doesNotContain(TOKEN));
        }
        stub.play(Fault.next(Kind.STATUS, "503", 1, call -> !call.isWrite()));
        assertThat(changes.troubleKind(change)).isEqualTo(Trouble.DOWN);
        stub.play(Fault.next(Kind.STATUS, "302", 1, any -> true));
        assertThat(changes.trouble(change)).hasMessageContaining("redirect");
        stub.play(Fault.next(Kind.CUT, "", 1, call -> !call.isWrite()));
        assertThat(changes.troubleKind(change)).isEqualTo(Trouble.DOWN);
        stub.play(Fault.next(Kind.SLOW, "9000", 1, Call::isWrite));
        assertThat(changes.troubleKind(change)).isEqualTo(Trouble.UNKNOWN);
        stub.goDown();
        assertThat(changes.troubleKind(change)).isEqualTo(Trouble.DOWN);
        stub.comeBack();
        change.put("lookUp", true);
        change.put("triedAs", email);
        changes.deliver(change);
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
}
