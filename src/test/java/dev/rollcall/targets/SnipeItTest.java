package dev.rollcall.targets;

import static dev.rollcall.targets.Changes.change;
import static dev.rollcall.targets.Changes.member;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.bench.RunningRollcall;
import dev.rollcall.bench.Wire;
import dev.rollcall.delivery.DeliveryOutcome.Trouble;
import dev.rollcall.delivery.TargetTrouble;
import dev.rollcall.stub.Call;
import dev.rollcall.stub.Fault;
import dev.rollcall.stub.Fault.Kind;
import dev.rollcall.stub.SnipeItStub;
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

/** What a client of Snipe-IT's API must know, each played by the stub as the real API would. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SnipeItTest {
    private static final String TOKEN = "snipe-it-token-0123456789";

    private final SnipeItStub stub = new SnipeItStub(0, TOKEN);
    private @Nullable RunningRollcall running;
    private int people;

    @BeforeAll
    void start(@TempDir Path folder) {
        running = RunningRollcall.start(
                folder,
                RunningRollcall.settings(Map.of(
                        "targets",
                        Map.of("snipe-it", Map.of("url", stub.url(), "token", TOKEN, "requests-per-minute", 60000)),
                        "delivery",
                        Map.of("route", "direct:deliver-snipe-it"))));
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
        stub.superuser(true);
        stub.forgetCalls();
        set("create-missing", false);
        set("group-by-role", false);
    }

    private RunningRollcall rollcall() {
        if (running == null) {
            throw new IllegalStateException("not started");
        }
        return running;
    }

    private void set(String key, Object value) {
        rollcall().api("PATCH", "/settings", Map.of("targets", Map.of("snipe-it", Map.of(key, value))));
    }

    private Changes changes() {
        return new Changes(rollcall().camel(), "direct:deliver-snipe-it");
    }

    private String name() {
        return "person+" + ++people + "@snipe.example";
    }

    private Map<String, @Nullable Object> user(String username) {
        List<Map<String, @Nullable Object>> users = stub.byUsername(username);
        assertThat(users).as(username).hasSize(1);
        return users.get(0);
    }

    @Test
    void aUserIsMadeWithoutAPasswordAndWithAllItsFields() {
        stub.addNamed("departments", "R&D 'North'");
        stub.addNamed("departments", "R&D 'North' East");
        stub.addNamed("locations", "Turku");
        stub.addNamed("companies", "Harbor");
        String boss = stub.add("boss." + name(), true);
        String bossName = String.valueOf(boss);
        assertThat(bossName).isNotEmpty();
        String username = name();
        Changes changes = changes();
        changes.deliver(change(
                "create",
                UUID.randomUUID(),
                null,
                member(
                        username,
                        "department",
                        "R&D 'North'",
                        "location",
                        "Turku",
                        "organization",
                        "Harbor",
                        "employee_identification_number",
                        "H-1",
                        "job_title",
                        "Welder <senior>",
                        "phone_number",
                        "+358 2 1",
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
                        "start_date",
                        "2026-02-01",
                        "offboarding_date",
                        "2027-01-31",
                        "description",
                        "Night shift")));
        assertThat(user(username))
                .containsEntry("first_name", "Mira")
                .containsEntry("last_name", "Lindqvist")
                .containsEntry("email", username)
                .containsEntry("employee_num", "H-1")
                .containsEntry("jobtitle", "Welder <senior>")
                .containsEntry("address", "12 Quay Road, 3rd floor")
                .containsEntry("city", "Turku")
                .containsEntry("zip", "20100")
                .containsEntry("country", "FI")
                .containsEntry("start_date", "2026-02-01")
                .containsEntry("end_date", "2027-01-31")
                .containsEntry("notes", "Night shift")
                .containsEntry("activated", true)
                .containsEntry("created_by_import", true)
                .containsKeys("department_id", "location_id", "company_id");
        assertThat(stub.writes()).allSatisfy(write -> {
            assertThat(write.body()).doesNotContain("password").doesNotContain("permissions");
            assertThat(write.headers().get("user-agent")).startsWith("Rollcall/");
            assertThat(write.headers().get("content-type")).startsWith("application/json");
        });
    }

    @Test
    void aUserIsChangedRenamedDeactivatedAndReactivated() {
        Changes changes = changes();
        UUID memberId = UUID.randomUUID();
        String username = name();
        String id = changes.deliver(change("create", memberId, null, member(username, "city", "Oslo")));
        String renamed = name();
        changes.deliver(change("update", memberId, id, member(renamed), "user_name", "email", "city"));
        assertThat(user(renamed)).containsEntry("email", renamed).containsEntry("city", null);
        assertThat(stub.byUsername(username)).isEmpty();
        changes.deliver(change("deactivate", memberId, id, member(renamed, "status", "inactive"), "status"));
        assertThat(user(renamed)).containsEntry("activated", false);
        assertThat(changes.deliver(change("reactivate", memberId, id, member(renamed), "status")))
                .isEqualTo(id);
        assertThat(user(renamed)).containsEntry("activated", true);
        assertThat(stub.writes().stream().skip(1))
                .noneMatch(write -> write.body().contains("ldap_import"));
    }

    @Test
    void anErrorWithinA200IsARefusalThatNamesTheField() {
        assertThat(changes()
                        .rejected(
                                change("create", UUID.randomUUID(), null, member(name(), "zip_code", "1234567890-99"))))
                .contains("zip")
                .contains("10 characters");
    }

    @Test
    void missingDepartmentsAreLeftOutOrMadeAsTheSettingSays() {
        String first = name();
        changes().deliver(change("create", UUID.randomUUID(), null, member(first, "department", "Deep Sea")));
        assertThat(user(first)).doesNotContainKey("department_id");
        assertThat(stub.named("departments")).doesNotContain("Deep Sea");
        set("create-missing", true);
        String second = name();
        changes().deliver(change("create", UUID.randomUUID(), null, member(second, "department", "Deep Sea")));
        changes().deliver(change("create", UUID.randomUUID(), null, member(name(), "department", "Deep Sea")));
        assertThat(user(second).get("department_id")).isNotNull();
        assertThat(stub.named("departments")).containsOnlyOnce("Deep Sea");
    }

    @Test
    void aDeletedUserIsRestored() {
        String username = name();
        String id = stub.add(username, true);
        stub.set(id, "deleted_at", "2026-01-01 00:00:00");
        assertThat(changes().deliver(change("create", UUID.randomUUID(), null, member(username))))
                .isEqualTo(id);
        assertThat(user(username)).containsEntry("deleted_at", null).containsEntry("last_name", "Lindqvist");
        assertThat(stub.writes()).extracting(Call::path).contains("/api/v1/users/" + id + "/restore");
    }

    @Test
    void usersThatNobodyOwnsAndAdministratorsAreNotTakenOver() {
        String username = name();
        stub.add(username, true);
        assertThat(changes().rejected(change("create", UUID.randomUUID(), null, member(username))))
                .contains("no source owns it")
                .endsWith("[uniqueness]");
        String admin = name();
        stub.set(stub.add(admin, false), "permissions", Map.of("superuser", "1"));
        assertThat(changes().rejected(change("create", UUID.randomUUID(), null, member(admin))))
                .contains("administrator")
                .endsWith("[uniqueness]");
        assertThat(stub.writes()).isEmpty();
    }

    @Test
    void groupsFollowRolesOnlyWithTheSettingAndASuperusersToken() {
        String group = stub.addNamed("groups", "Staff User");
        String without = name();
        changes().deliver(change("create", UUID.randomUUID(), null, member(without)));
        assertThat(user(without)).doesNotContainKey("groups");
        set("group-by-role", true);
        String with = name();
        changes().deliver(change("create", UUID.randomUUID(), null, member(with)));
        assertThat(user(with)).containsEntry("groups", List.of(Long.parseLong(group)));
        assertThat(changes().rejected(change("create", UUID.randomUUID(), null, member(name(), "role", "Diver"))))
                .contains("no group 'Diver'");
        stub.superuser(false);
        assertThat(changes().trouble(change("create", UUID.randomUUID(), null, member(name()))))
                .hasMessageContaining("superuser");
    }

    @Test
    void aManagerIsFoundByUserName() {
        String boss = name();
        String bossId = stub.add(boss, true);
        String username = name();
        changes().deliver(change("create", UUID.randomUUID(), null, member(username, "manager", boss)));
        assertThat(user(username)).containsEntry("manager_id", Long.parseLong(bossId));
        String other = name();
        changes().deliver(change("create", UUID.randomUUID(), null, member(other, "manager", "Nobody Known")));
        assertThat(user(other)).doesNotContainKey("manager_id");
    }

    /** Entra ID names the manager by the SCIM id; the mapping makes an e-mail of it, which need not be the user name there. */
    @Test
    void aManagerWhomAPushNamesByIdIsFoundByEmail() {
        String boss = pushed("pushed-boss", "pushed.boss@snipe.example", Map.of());
        pushed("pushed-report", "pushed.report@snipe.example", Map.of("manager", Map.of("value", boss)));
        assertThat(user("pushed-report").get("manager_id"))
                .isEqualTo(user("pushed-boss").get("id"));
    }

    private String pushed(String userName, String email, Map<String, Object> enterprise) {
        Wire.Answer made = rollcall()
                .scim(
                        "POST",
                        "/Users",
                        Map.of(
                                "userName",
                                userName,
                                "emails",
                                List.of(Map.of("value", email, "primary", true)),
                                "name",
                                Map.of("givenName", "Ana", "familyName", "Bo"),
                                "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User",
                                enterprise));
        assertThat(made.status()).as(made.text()).isEqualTo(201);
        return made.json().path("id").asText();
    }

    @ParameterizedTest
    @ValueSource(strings = {"COMMIT_502", "RESET", "GARBAGE"})
    void aCreateWhoseAnswerIsLostMakesNoTwin(String kind) {
        String username = name();
        Map<String, Object> change = change("create", UUID.randomUUID(), null, member(username));
        stub.play(Fault.next(Kind.valueOf(kind), "", 1, Call::isCreate));
        assertThat(changes().troubleKind(change)).isEqualTo(Trouble.UNKNOWN);
        change.put("lookUp", true);
        change.put("triedAs", username);
        changes().deliver(change);
        assertThat(stub.byUsername(username)).hasSize(1);
        assertThat(stub.writes().stream().filter(Call::isCreate)).hasSize(1);
    }

    /** An attempt that ended before its creation was sent, as by a kill while it looked, gives no right to a user. */
    @Test
    void aUserThatWasThereBeforeIsNotTakenAfterAnAttemptThatCreatedNothing() {
        String username = name();
        String id = stub.add(username, true);
        stub.set(id, "permissions", Map.of("superuser", "1"));
        Map<String, Object> change = change("create", UUID.randomUUID(), null, member(username));
        change.put("lookUp", true);
        assertThat(changes().rejected(change))
                .contains("an administrator there")
                .endsWith("[uniqueness]");
        stub.set(id, "permissions", Map.of());
        assertThat(changes().rejected(change)).contains("no source owns it").endsWith("[uniqueness]");
    }

    @Test
    void aUserWhoseNameChangesWhileTheAnswerToItsCreationIsLostGetsNoTwin() {
        UUID memberId = UUID.randomUUID();
        String former = name();
        stub.play(Fault.next(Kind.COMMIT_502, "", 1, Call::isCreate));
        assertThat(changes().troubleKind(change("create", memberId, null, member(former))))
                .isEqualTo(Trouble.UNKNOWN);
        String username = name();
        Map<String, Object> change = change("create", memberId, null, member(username));
        change.put("lookUp", true);
        change.put("triedAs", former);
        changes().deliver(change);
        assertThat(stub.byUsername(former)).isEmpty();
        assertThat(stub.byUsername(username)).hasSize(1);
    }

    @Test
    void aUserThatVanishedIsMadeAgain() {
        UUID memberId = UUID.randomUUID();
        String username = name();
        String id = changes().deliver(change("create", memberId, null, member(username)));
        stub.remove(id);
        assertThat(changes().deliver(change("update", memberId, id, member(username), "city")))
                .isNotEqualTo(id);
        assertThat(stub.byUsername(username)).hasSize(1);
    }

    @Test
    void faultsSayWhatKindOfTroubleTheyAre() {
        Map<String, Object> change = change("create", UUID.randomUUID(), null, member(name()));
        stub.play(Fault.next(Kind.TOO_MANY, "30", 1, any -> true));
        TargetTrouble busy = changes().trouble(change);
        assertThat(busy.why()).isEqualTo(Trouble.BUSY);
        assertThat(busy.notBefore()).isEqualTo(Duration.ofSeconds(30));
        stub.play(Fault.next(Kind.TOKEN_REFUSED, "401", 1, any -> true));
        assertThat(changes().troubleKind(change)).isEqualTo(Trouble.DOWN);
        stub.ignoreFilters(true);
        stub.add(name(), true);
        assertThat(changes().trouble(change)).hasMessageContaining("ignores the filter");
        stub.ignoreFilters(false);
        stub.goDown();
        assertThat(changes().troubleKind(change)).isEqualTo(Trouble.DOWN);
        stub.comeBack();
        changes().deliver(change);
        assertThat(rollcall().log()).doesNotContain(TOKEN);
    }
}
