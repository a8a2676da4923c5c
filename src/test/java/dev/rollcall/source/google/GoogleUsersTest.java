package dev.rollcall.source.google;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rollcall.bench.Wire;
import dev.rollcall.google.GoogleStub;
import dev.rollcall.source.Pull.Mode;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What becomes of a user of Google Workspace. */
class GoogleUsersTest extends GoogleFixture {
    @Test
    void aWholeUserBecomesAWholeMember() throws IOException {
        Wire.Answer preview = rollcall().api("POST", "/sources/workspace/preview", JSON.readTree("""
                {"id":"1","primaryEmail":"liz@example.com","name":{"givenName":"Liz","familyName":"Smith","fullName":"Liz Smith"},
                 "suspended":false,"isAdmin":true,"orgUnitPath":"/Staff","aliases":["lizzy@example.com"],
                 "externalIds":[{"value":"12345","type":"organization"},{"value":"x","type":"login_id"}],
                 "relations":[{"value":"boss@example.com","type":"manager"}],
                 "organizations":[{"title":"Old","department":"Old","costCenter":"9","primary":false},
                                  {"name":"Example","title":"Engineer","department":"Labs","primary":true,"location":"Berlin"}],
                 "phones":[{"value":"+49 1","type":"work"},{"value":"+49 2","type":"mobile"},{"value":"+49 3","type":"work_fax"}],
                 "addresses":[{"type":"home","formatted":"Secret Lane 1","locality":"Hometown"},
                              {"type":"work","streetAddress":"Main St 1","locality":"Berlin","region":"BE","postalCode":"10115","countryCode":"DE"}],
                 "languages":[{"languageCode":"en-GB","preference":"preferred"}],
                 "notes":{"value":"Key holder","contentType":"text_plain"},
                 "customSchemas":{"Rollcall":{"role":"Administrator","team":"Field","deskSize":"L"}}}"""));
        assertThat(preview.status()).as(preview.text()).isEqualTo(200);
        JsonNode fields = preview.json().path("fields");
        Map<String, String> expected = Map.ofEntries(
                Map.entry("email", "liz@example.com"),
                Map.entry("user_name", "liz@example.com"),
                Map.entry("first_name", "Liz"),
                Map.entry("last_name", "Smith"),
                Map.entry("display_name", "Liz Smith"),
                Map.entry("employee_id", "12345"),
                Map.entry("job_title", "Engineer"),
                Map.entry("department", "Labs"),
                Map.entry("organization", "Example"),
                Map.entry("manager", "boss@example.com"),
                Map.entry("role", "Administrator"),
                Map.entry("team", "Field"),
                Map.entry("location", "Berlin"),
                Map.entry("phone_number", "+49 1"),
                Map.entry("mobile_phone", "+49 2"),
                Map.entry("fax", "+49 3"),
                Map.entry("address_line_1", "Main St 1"),
                Map.entry("city", "Berlin"),
                Map.entry("state", "BE"),
                Map.entry("zip_code", "10115"),
                Map.entry("country", "DE"),
                Map.entry("preferred_language", "en-GB"),
                Map.entry("description", "Key holder"));
        expected.forEach((field, value) ->
                assertThat(fields.path(field).asText()).as(field).isEqualTo(value));
        assertThat(fields.has("cost_center")).as("jobs are not mixed").isFalse();
        assertThat(preview.json().at("/customFields/Desk Size").asText()).isEqualTo("L");
        assertThat(preview.text()).doesNotContain("Secret Lane", "Hometown");

        ObjectNode admin = GoogleStub.user(1, "/").put("isAdmin", true);
        assertThat(rollcall()
                        .api("POST", "/sources/workspace/preview", admin)
                        .json()
                        .at("/fields/role")
                        .asText())
                .as("an administrator of Google is none of the asset system")
                .isEqualTo("Staff User");
    }

    @Test
    void keysOfAUserAreThoseOfItsAccount() throws IOException {
        ObjectNode user = GoogleStub.user(1, "/");
        user.putArray("aliases").add("a1@example.com").add("USER1@example.com");
        user.putArray("emails")
                .addObject()
                .put("address", "private@home.example")
                .put("type", "home");
        google.users(List.of(user));
        var keys = read("workspace", Mode.FULL).users.get(0).user().keys();
        assertThat(keys.otherEmails()).containsExactly("a1@example.com");
        assertThat(keys.email()).isEqualTo("user1@example.com");
        assertThat(keys.externalId()).isEqualTo(user.path("id").asText());
    }
}
