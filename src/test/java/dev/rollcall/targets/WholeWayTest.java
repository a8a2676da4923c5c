package dev.rollcall.targets;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.bench.RunningRollcall;
import dev.rollcall.bench.Wire;
import dev.rollcall.delivery.Deliveries;
import dev.rollcall.stub.AssetSonarStub;
import dev.rollcall.stub.Call;
import dev.rollcall.stub.Fault;
import dev.rollcall.stub.SnipeItStub;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** One contract for every target: what an identity provider pushes is there, whoever delivers it. */
class WholeWayTest {
    private static final String CUSTOM = "urn:ietf:params:scim:schemas:extension:rollcall:2.0:User";
    private static final String TOKEN = "target-token-0123456789";

    /**
     * A target.
     *
     * @param find the members with an e-mail, in the target's own words: e-mail, last name, city, state, in use, custom field
     */
    record Target(String name, Map<String, Object> settings, Function<String, List<Seen>> find, AutoCloseable stub) {
        @Override
        public String toString() {
            return name;
        }
    }

    /** What the target shows of a member; {@code extra} is empty where it has no custom fields. */
    record Seen(String id, String lastName, String city, boolean active, String extra) {}

    static Stream<Target> targets() {
        AssetSonarStub one = assetSonar();
        AssetSonarStub two = assetSonar();
        SnipeItStub snipeIt = new SnipeItStub(0, TOKEN);
        return Stream.of(
                new Target("jdbc", Map.of(), email -> List.of(), () -> {}),
                new Target(
                        "assetsonar-v1",
                        Map.of(
                                "targets",
                                Map.of(
                                        "assetsonar",
                                        Map.of("url", one.url(), "token", TOKEN, "requests-per-minute", 60000)),
                                "delivery",
                                Map.of("route", "direct:deliver-assetsonar", "inline-wait", "10s")),
                        email -> seen(one, email),
                        one),
                new Target(
                        "assetsonar-v2",
                        Map.of(
                                "targets",
                                Map.of(
                                        "assetsonar",
                                        Map.of(
                                                "url",
                                                two.url(),
                                                "token",
                                                TOKEN,
                                                "api",
                                                "v2",
                                                "requests-per-minute",
                                                60000)),
                                "delivery",
                                Map.of("route", "direct:deliver-assetsonar", "inline-wait", "10s")),
                        email -> seen(two, email),
                        two),
                new Target(
                        "snipe-it",
                        Map.of(
                                "targets",
                                Map.of(
                                        "snipe-it",
                                        Map.of("url", snipeIt.url(), "token", TOKEN, "requests-per-minute", 60000)),
                                "delivery",
                                Map.of("route", "direct:deliver-snipe-it", "inline-wait", "10s")),
                        email -> seen(snipeIt, email),
                        snipeIt));
    }

    private static AssetSonarStub assetSonar() {
        AssetSonarStub stub = new AssetSonarStub(0, TOKEN);
        stub.addCustomField("Badge Number");
        return stub;
    }

    private static List<Seen> seen(AssetSonarStub stub, String email) {
        return stub.byEmail(email).stream()
                .map(member -> new Seen(
                        text(member.get("id")),
                        text(member.get("last_name")),
                        text(member.get("city")),
                        text(member.get("status")).equals("1"),
                        text(((Map<?, ?>) ((List<?>) java.util.Objects.requireNonNull(member.get("custom_fields")))
                                        .get(0))
                                .get("value"))))
                .toList();
    }

    private static List<Seen> seen(SnipeItStub stub, String email) {
        return stub.byUsername(email).stream()
                .map(user -> new Seen(
                        text(user.get("id")),
                        text(user.get("last_name")),
                        text(user.get("city")),
                        Boolean.TRUE.equals(user.get("activated")),
                        ""))
                .toList();
    }

    private static List<Seen> seenInDatabase(RunningRollcall rollcall, String email) {
        return rollcall.database()
                .query(
                        """
                SELECT m.id, m.last_name, m.city, m.status, v.field_value FROM asset.member m
                LEFT JOIN asset.custom_field_value v ON v.member_id = m.id AND v.custom_field = 'Badge Number'
                WHERE LOWER(m.email) = LOWER(?)""",
                        (row, number) -> new Seen(
                                text(row.getString(1)),
                                text(row.getString(2)),
                                text(row.getString(3)),
                                "active".equals(row.getString(4)),
                                text(row.getString(5))),
                        email);
    }

    private static String text(@Nullable Object value) {
        return value == null ? "" : value.toString();
    }

    @ParameterizedTest
    @MethodSource("targets")
    void aPushedUserIsMadeChangedRenamedDeactivatedAndReactivated(Target target, @TempDir Path folder)
            throws Exception {
        Map<String, Object> settings = new LinkedHashMap<>(target.settings());
        settings.put("custom-fields", List.of(Map.of("name", "Badge Number", "type", "text")));
        try (RunningRollcall rollcall = RunningRollcall.start(folder, RunningRollcall.settings(settings));
                AutoCloseable stub = target.stub()) {
            Function<String, List<Seen>> find =
                    target.name().equals("jdbc") ? email -> seenInDatabase(rollcall, email) : target.find();
            story(rollcall, find, target.name());
            if (stub instanceof AssetSonarStub assetSonar) {
                outage(rollcall, assetSonar);
            }
            assertThat(rollcall.log()).doesNotContain(TOKEN);
        }
    }

    /** Settings by which members go to this account, waited for so long. */
    static Map<String, Object> delivered(AssetSonarStub stub, String token, String wait) {
        return Map.of(
                "targets",
                Map.of("assetsonar", Map.of("url", stub.url(), "token", token, "requests-per-minute", 60000)),
                "delivery",
                Map.of("route", "direct:deliver-assetsonar", "inline-wait", wait));
    }

    @Test
    void aPushIsTriedAtOnceWhileOthersLookIntoAnEmptyQueue(@TempDir Path folder) throws InterruptedException {
        AtomicBoolean done = new AtomicBoolean();
        try (AssetSonarStub stub = assetSonar();
                RunningRollcall rollcall =
                        RunningRollcall.start(folder, RunningRollcall.settings(delivered(stub, TOKEN, "10s")))) {
            Deliveries deliveries = rollcall.camel().getRegistry().findSingleByType(Deliveries.class);
            Thread looking = new Thread(() -> {
                while (!done.get()) {
                    deliveries.deliverDue();
                    LockSupport.parkNanos(1_000_000);
                }
            });
            looking.start();
            try {
                for (int i = 0; i < 50; i++) {
                    String email = pushed(rollcall, "at.once" + i + "@fabrikam.example");
                    assertThat(stub.byEmail(email)).as(email).hasSize(1);
                }
            } finally {
                done.set(true);
                looking.join();
            }
        }
    }

    /** A hundred users would take a slow target minutes, and whoever sent them gives up after one. */
    @Test
    void aBulkRequestDoesNotWaitForTheDeliveryOfEach(@TempDir Path folder) {
        try (AssetSonarStub stub = assetSonar();
                RunningRollcall rollcall =
                        RunningRollcall.start(folder, RunningRollcall.settings(delivered(stub, TOKEN, "400ms")))) {
            stub.play(Fault.next(Fault.Kind.SLOW, "100", Integer.MAX_VALUE, any -> true));
            List<Map<String, Object>> operations = new ArrayList<>();
            for (int i = 0; i < 60; i++) {
                operations.add(Map.of(
                        "method",
                        "POST",
                        "path",
                        "/Users",
                        "bulkId",
                        "b" + i,
                        "data",
                        user("bulk" + i + "@fabrikam.example")));
            }
            Wire.Answer answer = rollcall.scim("POST", "/Bulk", Map.of("Operations", operations));
            Integer left = rollcall.database()
                    .queryForObject("SELECT COUNT(*) FROM delivery WHERE state = 'waiting'", Integer.class);

            assertThat(answer.json().path("Operations").findValuesAsText("status"))
                    .as(answer.text())
                    .hasSize(60)
                    .containsOnly("201");
            assertThat(left).isGreaterThan(10);
            stub.playFair();
            Awaitility.await()
                    .atMost(Duration.ofSeconds(30))
                    .untilAsserted(() -> assertThat(rollcall.database()
                                    .queryForObject(
                                            "SELECT COUNT(*) FROM delivery WHERE state = 'delivered'", Integer.class))
                            .isEqualTo(60));
        }
    }

    private static void story(RunningRollcall rollcall, Function<String, List<Seen>> find, String name) {
        boolean hasExtras = !name.equals("snipe-it");
        Wire.Answer made = rollcall.scim("POST", "/Users", user("ines@fabrikam.example"));
        assertThat(made.status()).as(made.text()).isEqualTo(201);
        String id = made.json().path("id").asText();
        Seen first = only(find, "ines@fabrikam.example");
        assertThat(first).isEqualTo(new Seen(first.id(), "Falk", "Bergen", true, hasExtras ? "B-12" : ""));

        patch(
                rollcall,
                id,
                Map.of(
                        "name.familyName",
                        "Moe",
                        "addresses[type eq \"work\"].locality",
                        "Oslo",
                        CUSTOM + ":badgeNumber",
                        "B-13"));
        assertThat(only(find, "ines@fabrikam.example"))
                .isEqualTo(new Seen(first.id(), "Moe", "Oslo", true, hasExtras ? "B-13" : ""));

        patch(
                rollcall,
                id,
                Map.of(
                        "userName",
                        "ines.moe@fabrikam.example",
                        "emails[type eq \"work\"].value",
                        "ines.moe@fabrikam.example"));
        assertThat(find.apply("ines@fabrikam.example")).isEmpty();
        assertThat(only(find, "ines.moe@fabrikam.example").id()).isEqualTo(first.id());

        patch(rollcall, id, Map.of("active", false));
        assertThat(only(find, "ines.moe@fabrikam.example").active()).isFalse();
        patch(rollcall, id, Map.of("active", true));
        assertThat(only(find, "ines.moe@fabrikam.example").active()).isTrue();

        assertThat(rollcall.scim("DELETE", "/Users/" + id, null).status()).isEqualTo(204);
        assertThat(only(find, "ines.moe@fabrikam.example").active()).isFalse();
        Wire.Answer rehired = rollcall.scim("POST", "/Users", user("ines.moe@fabrikam.example"));
        assertThat(rehired.status()).as(rehired.text()).isEqualTo(201);
        assertThat(only(find, "ines.moe@fabrikam.example"))
                .isEqualTo(new Seen(first.id(), "Falk", "Bergen", true, hasExtras ? "B-12" : ""));
    }

    /** The member that was made under the former address is found and renamed. */
    private static void renamedWhileItsAnswerIsLost(RunningRollcall rollcall, AssetSonarStub stub) {
        stub.play(Fault.next(Fault.Kind.COMMIT_502, "", 1, Call::isCreate));
        Wire.Answer made = rollcall.scim("POST", "/Users", user("miss@fabrikam.example"));
        stub.playFair();
        patch(
                rollcall,
                made.json().path("id").asText(),
                Map.of("userName", "mrs@fabrikam.example", "emails[type eq \"work\"].value", "mrs@fabrikam.example"));
        Awaitility.await()
                .atMost(Duration.ofSeconds(40))
                .untilAsserted(
                        () -> assertThat(stub.byEmail("mrs@fabrikam.example")).hasSize(1));
        assertThat(stub.byEmail("miss@fabrikam.example")).isEmpty();
    }

    /** Down, a lost answer, a refused token: the identity provider notices nothing, and all arrive once. */
    private static void outage(RunningRollcall rollcall, AssetSonarStub stub) {
        List<String> emails = new ArrayList<>();
        stub.goDown();
        emails.add(pushed(rollcall, "down@fabrikam.example"));
        stub.comeBack();
        stub.play(Fault.next(Fault.Kind.COMMIT_502, "", 1, Call::isCreate));
        emails.add(pushed(rollcall, "lost@fabrikam.example"));
        stub.playFair();
        stub.play(Fault.next(Fault.Kind.TOKEN_REFUSED, "401", 1, any -> true));
        emails.add(pushed(rollcall, "token@fabrikam.example"));
        stub.playFair();
        renamedWhileItsAnswerIsLost(rollcall, stub);
        // What the queue tells the route once it is complete: the first attempt's outcome is unknown.
        for (String email : emails) {
            Awaitility.await()
                    .atMost(Duration.ofSeconds(40))
                    .untilAsserted(
                            () -> assertThat(stub.byEmail(email)).as(email).hasSize(1));
        }
    }

    private static String pushed(RunningRollcall rollcall, String email) {
        Wire.Answer answer = rollcall.scim("POST", "/Users", user(email));
        assertThat(answer.status()).as(answer.text()).isEqualTo(201);
        return email;
    }

    private static Seen only(Function<String, List<Seen>> find, String email) {
        List<Seen> found = find.apply(email);
        assertThat(found).as(email).hasSize(1);
        return found.get(0);
    }

    static void patch(RunningRollcall rollcall, String id, Map<String, Object> values) {
        List<Map<String, Object>> operations = new ArrayList<>();
        values.forEach((path, value) -> operations.add(Map.of("op", "replace", "path", path, "value", value)));
        Wire.Answer answer = rollcall.scim(
                "PATCH",
                "/Users/" + id,
                Map.of("schemas", List.of("urn:ietf:params:scim:api:messages:2.0:PatchOp"), "Operations", operations));
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    }

    static Map<String, Object> user(String address) {
        return Map.of(
                "schemas",
                List.of("urn:ietf:params:scim:schemas:core:2.0:User", CUSTOM),
                "userName",
                address,
                "name",
                Map.of("givenName", "Ines", "familyName", "Falk"),
                "emails",
                List.of(Map.of("value", address, "type", "work", "primary", true)),
                "addresses",
                List.of(Map.of(
                        "type", "work", "streetAddress", "4 Mill Lane", "locality", "Bergen", "postalCode", "5003")),
                "active",
                true,
                CUSTOM,
                Map.of("badgeNumber", "B-12"));
    }
}
