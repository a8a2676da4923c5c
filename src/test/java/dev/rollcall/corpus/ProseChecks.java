package dev.rollcall.corpus;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rollcall.bench.Wire;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/** The checks that the scenarios put in prose, each as an assertion. Key: scenario, step and the words of the check. */
final class ProseChecks {
    private static final String ENTERPRISE = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";

    static final Map<String, Consumer<Seen>> ALL = Map.ofEntries(
            Map.entry(
                    "any-01-protocol-edges/4/no more than the advertised filter.maxResults; itemsPerPage equals the number of entries",
                    ProseChecks::pageIsCut),
            Map.entry(
                    "any-01-protocol-edges/7/handled as /Users",
                    seen -> assertThat(seen.body())
                            .isEqualTo(seen.rollcall()
                                    .scim("GET", "/Users?startIndex=1&count=1", null)
                                    .json())),
            Map.entry(
                    "any-02-path-forms/5/accepted as the colon form; a 400 invalidPath is tolerated, a 500 is not",
                    seen -> {
                        if (refused(seen)) {
                            assertThat(seen.body().path("scimType").asText()).isEqualTo("invalidPath");
                        } else {
                            assertThat(enterprise(seen).path("employeeNumber").asText())
                                    .isEqualTo("P-88");
                        }
                    }),
            Map.entry(
                    "any-02-path-forms/6/no key of the body ends in 'enterprise:2'",
                    seen -> assertThat(keys(seen.body())).isNotEmpty().noneMatch(key -> key.endsWith("enterprise:2"))),
            Map.entry("any-02-path-forms/8/read, or refused with a SCIM error body; never 500", seen -> {
                if (!refused(seen)) {
                    assertThat(seen.user().path("title").asText()).isEqualTo("Loans lead");
                }
            }),
            Map.entry(
                    "cyberark-01-discovery-and-create/4/404 with a SCIM error is correct for a users-only server; whether CyberArk goes on after 404 is unverified",
                    seen -> scimError(seen, 404)),
            Map.entry(
                    "entra-01-test-connection-and-create/3/phone numbers come back exactly as they were sent, not reformatted",
                    seen -> assertThat(seen.user().path("phoneNumbers"))
                            .isNotEmpty()
                            .isEqualTo(seen.sent().path("phoneNumbers"))),
            Map.entry("entra-02-update-disable-restore-delete-legacy/2/if 200, body is the whole user", seen -> {
                assertThat(seen.answer().status()).isEqualTo(200);
                assertThat(seen.body()).isEqualTo(seen.user());
                assertThat(seen.body().path("userName").isTextual()).isTrue();
            }),
            Map.entry(
                    "entra-04-address-pieces/6/sub-attribute name matched without regard to case",
                    seen -> assertThat(JsonPlace.look(seen.user(), "$.addresses[?(@.type==\"other\")].formatted")
                                    .asText())
                            .isEqualTo("Depot 9")),
            Map.entry("entra-05-role-single-app-role/2/the string True in the filter matches boolean true", seen -> {
                assertThat(seen.user().path("roles")).hasSize(1);
                assertThat(seen.user().path("roles").path(0).path("primary").asBoolean())
                        .isTrue();
                assertThat(seen.member().path("role").asText()).isEqualTo("Administrator");
            }),
            Map.entry(
                    "entra-05-role-single-app-role/4/the inner value is read; nothing like {\"id\": is stored as a role name",
                    seen -> {
                        assertThat(seen.user().path("roles").findValuesAsText("value"))
                                .contains("Viewer");
                        assertThat(seen.member().path("role").asText()).isIn(roles(seen));
                        assertThat(stored(seen, "asset.member")).contains("@").doesNotContain("{\"id\"");
                    }),
            Map.entry(
                    "entra-05-role-single-app-role/5/effective product role is one of the mapped roles, chosen by the declared precedence",
                    ProseChecks::precedenceDecides),
            Map.entry(
                    "entra-05-role-single-app-role/5/no role in the answer has a value that starts with {",
                    seen -> assertThat(seen.body().path("roles").findValuesAsText("value"))
                            .isNotEmpty()
                            .noneMatch(value -> value.startsWith("{"))),
            Map.entry(
                    "entra-06-group-sync-attempt/2/detail says that this application provisions users only and tells the admin to switch off group provisioning / group push",
                    ProseChecks::groupsAreRefused),
            Map.entry(
                    "okta-07-group-push-attempt/2/detail says that this application provisions users only and tells the admin to switch off group provisioning / group push",
                    ProseChecks::groupsAreRefused),
            Map.entry(
                    "entra-07-mandatory-custom-field/1/detail is one line, no HTML, no stack trace, under 500 characters",
                    seen -> assertThat(seen.body().path("detail").asText())
                            .hasSizeBetween(1, 499)
                            .doesNotContain("\n", "\r", "<", ">", "Exception", "\tat ", "dev.rollcall")),
            Map.entry(
                    "entra-07-mandatory-custom-field/3/detail names the accepted values or says where to find them",
                    seen -> assertThat(seen.body().path("detail").asText()).contains("CC-100", "CC-200", "CC-300")),
            Map.entry("entra-09-manager-shapes/2/manager is an object or absent", seen -> {
                JsonNode manager = seen.body().path(ENTERPRISE).path("manager");
                assertThat(manager.isObject() || manager.isMissingNode())
                        .as(manager.toString())
                        .isTrue();
            }),
            Map.entry("entra-09-manager-shapes/6/not 400; the manager is cleared", seen -> {
                assertThat(seen.answer().status()).isNotEqualTo(400);
                assertThat(enterprise(seen).has("manager")).isFalse();
                assertThat(enterprise(seen).path("department").asText()).isNotEmpty();
            }),
            Map.entry(
                    "entra-10-delete-then-rehire/3/assets that were checked out to the person stay accounted for",
                    seen -> {
                        // The asset system hangs assets on its member: the row must live, and must be the same.
                        List<Map<String, Object>> rows = seen.rollcall()
                                .database()
                                .queryForList(
                                        "SELECT id, status FROM asset.member WHERE email <> 'foreign@other.example'");
                        assertThat(rows).hasSize(1);
                        assertThat(rows.get(0).get("STATUS")).isNotEqualTo("active");
                    }),
            Map.entry(
                    "entra-11-group-members/3/never 500",
                    seen -> assertThat(seen.answer().status()).isLessThan(502).isNotEqualTo(500)),
            Map.entry(
                    "entra-14-unknown-role-policies-refuse/1/detail names the roles that exist and what to do",
                    seen -> assertThat(seen.body().path("detail").asText())
                            .contains("Administrator", "Staff User", "Send one of", "alias")),
            Map.entry(
                    "okta-02-aiw-put-lifecycle/2/password is never stored, logged or returned",
                    ProseChecks::noPassword),
            Map.entry(
                    "okta-03-oin-patch-lifecycle/2/only active changes; the other attributes stay",
                    seen -> assertThat(without(seen.user(), "active", "meta"))
                            .isEqualTo(without(before(seen, 1).body(), "active", "meta"))),
            Map.entry("okta-03-oin-patch-lifecycle/5/accepted and dropped", ProseChecks::noPassword),
            Map.entry(
                    "okta-04-import-paging/1/every entry has id, userName, name.givenName, name.familyName, emails[0].value and active, and none of these is empty",
                    ProseChecks::entriesAreComplete),
            Map.entry("okta-04-import-paging/3/ids of pages 1 to 3 are 230 different ids", seen -> {
                Set<String> ids = new HashSet<>();
                for (Seen page : List.of(before(seen, 1), before(seen, 2), seen)) {
                    page.body()
                            .path("Resources")
                            .forEach(user -> ids.add(user.path("id").asText()));
                }
                assertThat(ids).hasSize(230);
            }),
            Map.entry("okta-05-duplicate-create/2/the first record is not altered", seen -> {
                JsonNode first = before(seen, 1).body();
                assertThat(seen.rollcall()
                                .scim("GET", "/Users/" + first.path("id").asText(), null)
                                .json())
                        .isEqualTo(first);
            }),
            Map.entry(
                    "okta-08-spec-test-order/9/answered within 600 ms",
                    seen -> assertThat(seen.answer().took().toMillis()).isLessThan(600)),
            Map.entry(
                    "okta-09-auth-modes-and-old-schema/1/200 if the tenant uses Basic, else 401 with a SCIM error; never a login page",
                    seen -> {
                        isScim(seen);
                        if (seen.answer().status() == 401) {
                            scimError(seen, 401);
                        }
                    }),
            Map.entry(
                    "okta-09-auth-modes-and-old-schema/2/one extra Bearer prefix is tolerated",
                    seen -> assertThat(seen.body())
                            .isEqualTo(seen.rollcall()
                                    .scim("GET", "/Users?startIndex=1&count=2", null)
                                    .json())),
            Map.entry(
                    "okta-09-auth-modes-and-old-schema/3/if 400, scimType invalidValue or invalidSyntax and detail says that SCIM 2.0 is needed; never 500",
                    seen -> {
                        if (refused(seen)) {
                            assertThat(seen.body().path("scimType").asText()).isIn("invalidValue", "invalidSyntax");
                            assertThat(seen.body().path("detail").asText()).contains("SCIM 2.0");
                        } else {
                            assertThat(seen.user().path("userName").asText()).isEqualTo("old.style@northwind.example");
                        }
                    }),
            Map.entry("okta-09-auth-modes-and-old-schema/4/a SCIM answer, not HTML", ProseChecks::isScim),
            Map.entry(
                    "onelogin-03-core-1-0-template/1/e-mail falls back to userName when userName is an address",
                    seen -> assertThat(seen.member().path("email").asText())
                            .isEqualTo(seen.sent().path("userName").asText())),
            Map.entry(
                    "ping-01-create-put-disable/3/two e-mails marked primary are tolerated; one primary is kept",
                    seen -> assertThat(seen.user().path("emails"))
                            .isNotEmpty()
                            .filteredOn(email -> email.path("primary").asBoolean())
                            .hasSize(1)),
            Map.entry("rippling-01-create/3/a manager id that the product does not know is not an error", seen -> {
                assertThat(seen.answer().status()).isEqualTo(201);
                assertThat(seen.member().path("delivery").path("state").asText())
                        .isIn("waiting", "delivered");
                assertThat(enterprise(seen).path("manager").path("value").asText())
                        .isEqualTo("rip-1");
            }));

    private ProseChecks() {}

    /** Runs the assertion of that check; a check without one fails. */
    static void check(String key, Seen seen) {
        Consumer<Seen> assertion = ALL.get(key);
        if (assertion == null) {
            throw new AssertionError("no assertion for " + key);
        }
        assertion.accept(seen);
    }

    private static void pageIsCut(Seen seen) {
        int most = seen.rollcall()
                .scim("GET", "/ServiceProviderConfig", null)
                .json()
                .path("filter")
                .path("maxResults")
                .asInt();
        assertThat(most).isPositive();
        assertThat(seen.body().path("Resources")).hasSizeLessThanOrEqualTo(most);
        assertThat(seen.body().path("itemsPerPage").asInt())
                .isEqualTo(seen.body().path("Resources").size());
    }

    private static void precedenceDecides(Seen seen) {
        JsonNode map = seen.scenario().setup().path("roleMap");
        List<String> sent = seen.body().path("roles").findValuesAsText("value").stream()
                .map(value -> map.path(value).asText())
                .toList();
        String first = roles(seen).stream().filter(sent::contains).findFirst().orElseThrow();
        assertThat(seen.member().path("role").asText()).isEqualTo(first);
    }

    private static void groupsAreRefused(Seen seen) {
        assertThat(seen.body().path("detail").asText())
                .contains("provisions users only", "Switch group provisioning off", "stop Push Groups");
    }

    private static void noPassword(Seen seen) {
        String password = seen.sent().findValue("password").asText();
        assertThat(seen.answer().text()).doesNotContain(password);
        assertThat(seen.user().toString()).contains("userName").doesNotContain(password);
        assertThat(seen.rollcall().log()).doesNotContain(password);
        assertThat(stored(seen, ""))
                .contains(seen.user().path("userName").asText())
                .doesNotContain(password);
    }

    private static void entriesAreComplete(Seen seen) {
        assertThat(seen.body().path("Resources")).isNotEmpty().allSatisfy(user -> {
            for (String place :
                    List.of("$.id", "$.userName", "$.name.givenName", "$.name.familyName", "$.emails[0].value")) {
                assertThat(JsonPlace.look(user, place).asText()).as(place).isNotEmpty();
            }
            assertThat(user.path("active").isBoolean()).isTrue();
        });
    }

    /** Everything that is in the database, or in one table of it, as the statements that would fill it. */
    private static String stored(Seen seen, String table) {
        String script = table.isEmpty() ? "SCRIPT" : "SCRIPT TABLE " + table;
        return String.join("\n", seen.rollcall().database().queryForList(script, String.class));
    }

    private static boolean refused(Seen seen) {
        if (seen.answer().status() != 400) {
            return false;
        }
        scimError(seen, 400);
        return true;
    }

    private static void scimError(Seen seen, int status) {
        isScim(seen);
        assertThat(seen.body().path("status").asText()).isEqualTo(String.valueOf(status));
        assertThat(seen.body().path("schemas").path(0).asText())
                .isEqualTo("urn:ietf:params:scim:api:messages:2.0:Error");
        assertThat(seen.body().path("detail").asText()).isNotEmpty();
    }

    private static void isScim(Seen seen) {
        Wire.Answer answer = seen.answer();
        assertThat(answer.header("Content-Type")).startsWith("application/scim+json");
        assertThat(answer.text()).startsWith("{").doesNotContain("<html");
    }

    private static List<String> roles(Seen seen) {
        return Scenario.texts(seen.scenario().setup().path("rolePrecedence"));
    }

    private static JsonNode enterprise(Seen seen) {
        return seen.user().path(ENTERPRISE);
    }

    private static Seen before(Seen seen, int step) {
        Seen earlier = seen.before().get(step);
        if (earlier == null) {
            throw new AssertionError("step " + step + " did not run");
        }
        return earlier;
    }

    private static JsonNode without(JsonNode user, String... names) {
        return ((ObjectNode) user.deepCopy()).remove(List.of(names));
    }

    private static Set<String> keys(JsonNode value) {
        Set<String> keys = new HashSet<>();
        value.fieldNames().forEachRemaining(keys::add);
        value.forEach(child -> keys.addAll(keys(child)));
        return keys;
    }
}
