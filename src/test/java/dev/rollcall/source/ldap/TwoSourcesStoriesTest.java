package dev.rollcall.source.ldap;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rollcall.bench.Wire;
import dev.rollcall.sync.PullFixture;
import dev.rollcall.sync.SharedPullFixture;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** People whom both a directory and an identity provider have: a conflict that names both, or one member that changes hands. */
@ExtendWith(SharedPullFixture.class)
@Timeout(120)
class TwoSourcesStoriesTest {
    private static final String NEVER = "0 0 0 1 1 ? 2099";

    private final InMemory directory = new InMemory();

    @AfterEach
    void stop(PullFixture bench) {
        directory.close();
        adopt(bench, "bench", "none");
    }

    /** A source that reads the directory. */
    private void source(PullFixture bench, String id, String... uids) {
        for (String uid : uids) {
            directory.person(uid);
        }
        Map<String, Object> source = new LinkedHashMap<>(directory.source("open-ldap"));
        source.put("kind", "ldap");
        source.put("schedule", NEVER);
        bench.change(Map.of("sources", Map.of(id, source)));
    }

    private static void adopt(PullFixture bench, String source, String key) {
        bench.change(Map.of("sources", Map.of(source, Map.of("adopt", key))));
    }

    private static Wire.Answer push(PullFixture bench, String name, String mail) {
        return bench.rollcall.scim("POST", "/Users", user(name, mail));
    }

    private static Map<String, Object> user(String name, String mail) {
        return Map.of(
                "schemas",
                List.of("urn:ietf:params:scim:schemas:core:2.0:User"),
                "userName",
                name,
                "name",
                Map.of("familyName", "Pushed"),
                "emails",
                List.of(Map.of("value", mail, "primary", true)));
    }

    private static Map<String, Object> patch(String path, Object value) {
        return Map.of(
                "schemas",
                List.of("urn:ietf:params:scim:api:messages:2.0:PatchOp"),
                "Operations",
                List.of(Map.of("op", "replace", "path", path, "value", value)));
    }

    private static String id(PullFixture bench, String mail) {
        return bench.member(mail).path("id").asText();
    }

    private static String owner(PullFixture bench, String mail) {
        return bench.member(mail).path("source").asText();
    }

    /** The conflict that the admin API shows of a source's only rejected user. */
    private static void isConflictOfBoth(PullFixture bench, String source, String userName, String directory) {
        JsonNode rejections = bench.rollcall
                .api("GET", "/rejections?state=open&source=" + source, null)
                .json()
                .path("rejections");
        assertThat(rejections)
                .filteredOn(one -> one.path("userName").asText().equals(userName))
                .singleElement()
                .satisfies(one -> {
                    assertThat(one.at("/problems/0/code").asText()).isEqualTo("RC-1302");
                    assertThat(one.at("/problems/0/sentence").asText())
                            .contains("'bench'", "'" + directory + "'", "@example.com'");
                });
    }

    /** Another run finds what this one found, and nothing is written. */
    private static void settled(PullFixture bench, String source, Map<String, Integer> counts) {
        List<Map<String, Object>> before = bench.everything();
        assertThat(bench.full(source)).isEqualTo(counts);
        assertThat(bench.everything()).isEqualTo(before);
    }

    @Test
    void whoWasPushedFirstIsNeverTakenByTheDirectory(PullFixture bench) {
        assertThat(push(bench, "one@idp.example", "one@example.com").status()).isEqualTo(201);
        source(bench, "later-dir", "one", "two");

        assertThat(bench.full("later-dir")).isEqualTo(Map.of("read", 2, "created", 1, "rejected", 1));

        isConflictOfBoth(bench, "later-dir", "one", "later-dir");
        assertThat(owner(bench, "one@example.com")).isEqualTo("bench");
        assertThat(bench.asset("one@example.com")).containsEntry("last_name", "Pushed");
        Map<String, Integer> again = Map.of("read", 2, "rejected", 1, "unchanged", 1);
        settled(bench, "later-dir", again);
        // Adoption is for members that nobody owns.
        adopt(bench, "later-dir", "email");
        settled(bench, "later-dir", again);
    }

    @Test
    void whoTheDirectoryBroughtFirstIsNeverTakenByAPush(PullFixture bench) {
        source(bench, "first-dir", "three", "four");
        assertThat(bench.full("first-dir")).isEqualTo(Map.of("read", 2, "created", 2));

        for (String key : List.of("none", "email")) {
            adopt(bench, "bench", key);
            isRefused(push(bench, "three@idp.example", "three@example.com"));
        }
        isConflictOfBoth(bench, "bench", "three@idp.example", "first-dir");
        String other = push(bench, "five@idp.example", "five@example.com")
                .json()
                .path("id")
                .asText();
        isRefused(bench.rollcall.scim(
                "PATCH", "/Users/" + other, patch("emails[primary eq true].value", "four@example.com")));
        isRefused(bench.rollcall.scim("PUT", "/Users/" + other, user("five@idp.example", "four@example.com")));
        isConflictOfBoth(bench, "bench", "five@idp.example", "first-dir");

        for (String name : List.of("three", "four")) {
            assertThat(owner(bench, name + "@example.com")).isEqualTo("first-dir");
            assertThat(bench.asset(name + "@example.com")).containsEntry("last_name", "Sn-" + name);
        }
        settled(bench, "first-dir", Map.of("read", 2, "unchanged", 2));
    }

    private static void isRefused(Wire.Answer answer) {
        assertThat(answer.status()).as("%s", answer).isEqualTo(409);
        assertThat(answer.json().path("scimType").asText()).isEqualTo("uniqueness");
        assertThat(answer.json().path("detail").asText())
                .startsWith("Failed to ")
                .contains("'first-dir'", "'bench'", "@example.com'", "RC-1302")
                .hasSizeLessThan(500);
    }

    @Test
    void anAddressThatOnlyTheMappingMakesIsAConflictOfBothToo(PullFixture bench) {
        assertThat(push(bench, "six@idp.example", "six@mapped.example.com").status())
                .isEqualTo(201);
        source(bench, "mapped-dir", "seven");
        directory.person("six", "description: six@mapped.example.com");
        bench.change(Map.of(
                "sources",
                Map.of("mapped-dir", Map.of("attributes", Map.of("email", List.of("description", "mail"))))));

        assertThat(bench.full("mapped-dir")).isEqualTo(Map.of("read", 2, "created", 1, "rejected", 1));

        JsonNode rejection = bench.rollcall
                .api("GET", "/rejections?source=mapped-dir", null)
                .json()
                .at("/rejections/0/problems/0");
        assertThat(rejection.path("code").asText()).isEqualTo("RC-1302");
        assertThat(rejection.path("sentence").asText()).contains("'bench'", "'mapped-dir'", "six@mapped.example.com");
        assertThat(owner(bench, "six@mapped.example.com")).isEqualTo("bench");
        settled(bench, "mapped-dir", Map.of("read", 2, "rejected", 1, "unchanged", 1));
    }

    /** The steps of docs/schedules-and-guards.md. */
    @Test
    void aPopulationMovesFromADirectoryToAnIdentityProvider(PullFixture bench) {
        source(bench, "old-dir", "eight", "nine", "ten");
        bench.full("old-dir");
        String eight = id(bench, "eight@example.com");
        String nine = id(bench, "nine@example.com");
        List<Map<String, Object>> shown = bench.database.queryForList("SELECT * FROM asset.member ORDER BY id");

        adopt(bench, "bench", "email");
        assertThat(bench.rollcall
                        .api("POST", "/sources/old-dir/release", null)
                        .json()
                        .path("detail")
                        .asText())
                .contains("Empty schedule and incremental-schedule first");
        bench.change(Map.of("sources", Map.of("old-dir", Map.of("schedule", "", "incremental-schedule", ""))));
        assertThat(bench.rollcall
                        .api("POST", "/sources/old-dir/release", null)
                        .json()
                        .path("members")
                        .asInt())
                .isEqualTo(3);
        assertThat(bench.database.queryForList("SELECT * FROM asset.member ORDER BY id"))
                .as("nothing changes in the asset system")
                .isEqualTo(shown);

        // One identity provider looks users up and writes to what it finds, another one simply creates.
        JsonNode found = bench.rollcall
                .scim("GET", "/Users?filter=emails.value%20eq%20%22eight@example.com%22", null)
                .json()
                .path("Resources");
        assertThat(found).hasSize(1);
        assertThat(bench.rollcall
                        .scim("PATCH", "/Users/" + found.at("/0/id").asText(), patch("title", "Surveyor"))
                        .status())
                .isEqualTo(200);
        assertThat(push(bench, "nine@idp.example", "Nine@example.com").status()).isEqualTo(201);

        assertThat(id(bench, "eight@example.com")).isEqualTo(eight);
        assertThat(bench.asset("eight@example.com"))
                .containsEntry("job_title", "Surveyor")
                .containsEntry("last_name", "Sn-eight");
        assertThat(id(bench, "nine@example.com")).isEqualTo(nine);
        assertThat(bench.asset("nine@example.com")).containsEntry("last_name", "Pushed");
        for (String name : List.of("eight", "nine")) {
            assertThat(owner(bench, name + "@example.com")).isEqualTo("bench");
            assertThat(bench.asset(name + "@example.com")).containsEntry("status", "active");
        }
        assertThat(bench.rollcall
                        .api("GET", "/members?source=~&status=active&email=ten@example.com", null)
                        .json()
                        .path("members"))
                .extracting(member -> member.path("email").asText())
                .containsExactly("ten@example.com");
        assertThat(bench.rollcall
                        .api("GET", "/members?source=~&status=active", null)
                        .json()
                        .path("members"))
                .extracting(member -> member.path("email").asText())
                .doesNotContain("eight@example.com", "nine@example.com");
        assertThat(push(bench, "ten@idp.example", "ten@example.com").status()).isEqualTo(201);
        assertThat(bench.rollcall
                        .api("PATCH", "/settings", "{\"sources\":{\"old-dir\":null}}")
                        .status())
                .isEqualTo(200);
        assertThat(
                        bench.count(
                                "SELECT COUNT(*) FROM asset.member WHERE email_key IN ('eight@example.com', 'nine@example.com', 'ten@example.com')"))
                .isEqualTo(3);
    }

    /** The other way round, as it stands there, too. Identity providers switch users off and hardly ever delete one. */
    @Test
    void aPopulationMovesFromAnIdentityProviderToADirectory(PullFixture bench) {
        List<String> names = List.of("eleven", "twelve", "thirteen");
        for (String name : names) {
            assertThat(push(bench, name + "@idp.example", name + "@example.com").status())
                    .isEqualTo(201);
        }
        String eleven = id(bench, "eleven@example.com");
        String scimId = bench.member("twelve@example.com").path("scimId").asText();
        assertThat(bench.rollcall
                        .scim("PATCH", "/Users/" + scimId, patch("active", false))
                        .status())
                .isEqualTo(200);
        source(bench, "new-dir", "eleven", "twelve", "thirteen");
        adopt(bench, "new-dir", "email");
        assertThat(bench.full("new-dir")).isEqualTo(Map.of("read", 3, "rejected", 3));

        adopt(bench, "bench", "email");
        assertThat(bench.rollcall
                        .api("POST", "/sources/bench/release", null)
                        .json()
                        .path("detail")
                        .asText())
                .contains("adopt");
        adopt(bench, "bench", "none");
        assertThat(bench.rollcall.api("POST", "/sources/bench/release", null).status())
                .isEqualTo(200);
        assertThat(bench.asset("eleven@example.com")).containsEntry("status", "active");
        // An identity provider that goes on pushing takes nobody back.
        assertThat(bench.rollcall
                        .scim("PATCH", "/Users/" + scimId, patch("active", true))
                        .status())
                .isEqualTo(404);
        assertThat(push(bench, "twelve@idp.example", "twelve@example.com").status())
                .isEqualTo(409);

        assertThat(bench.full("new-dir")).isEqualTo(Map.of("read", 3, "updated", 2, "reactivated", 1));

        assertThat(id(bench, "eleven@example.com")).isEqualTo(eleven);
        for (String name : names) {
            assertThat(owner(bench, name + "@example.com")).isEqualTo("new-dir");
            assertThat(bench.asset(name + "@example.com"))
                    .containsEntry("last_name", "Sn-" + name)
                    .containsEntry("status", "active");
        }
        settled(bench, "new-dir", Map.of("read", 3, "unchanged", 3));
    }
}
