package dev.rollcall.stories;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/** Pushes users as an identity provider does, as one source. */
final class ScimClient {
    private static final String USERS = "/scim/v2/Users";

    private final Http http;

    ScimClient(String base, String token) {
        this.http = new Http(base, "Bearer " + token);
    }

    /** A user {@code name@corp.example} who lacks nothing; family name and cost center can be told apart by the name. */
    static ObjectNode user(String name) {
        ObjectNode user = Http.JSON.createObjectNode();
        user.putArray("schemas")
                .add("urn:ietf:params:scim:schemas:core:2.0:User")
                .add(StorySettings.CUSTOM_URN);
        user.put("userName", name + "@corp.example").put("active", true);
        user.putObject("name").put("givenName", "Given").put("familyName", "Of " + name);
        email(user, name + "@corp.example");
        user.putObject(StorySettings.CUSTOM_URN).put("costCenter", "CC " + name);
        return user;
    }

    /** The same user with this primary e-mail. */
    static ObjectNode email(ObjectNode user, String email) {
        user.putArray("emails")
                .addObject()
                .put("value", email)
                .put("type", "work")
                .put("primary", true);
        return user;
    }

    /** The same user, at work in that city. */
    static ObjectNode city(ObjectNode user, String city) {
        user.putArray("addresses").addObject().put("type", "work").put("locality", city);
        return user;
    }

    /** The same user with this primary role. */
    static ObjectNode role(ObjectNode user, String role) {
        user.putArray("roles").addObject().put("value", role).put("primary", true);
        return user;
    }

    /** A PATCH body of one operation; {@code value} is JSON. */
    static ObjectNode operation(String op, String path, String value) {
        ObjectNode body = Http.JSON.createObjectNode();
        body.putArray("schemas").add("urn:ietf:params:scim:api:messages:2.0:PatchOp");
        ObjectNode operation =
                body.putArray("Operations").addObject().put("op", op).put("path", path);
        if (!value.isEmpty()) {
            operation.set("value", json(value));
        }
        return body;
    }

    static JsonNode json(String text) {
        try {
            return Http.JSON.readTree(text);
        } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
            throw new IllegalArgumentException(e);
        }
    }

    Answer post(ObjectNode user) {
        return http.send("POST", USERS, user);
    }

    Answer put(String id, ObjectNode user) {
        return http.send("PUT", USERS + "/" + id, user);
    }

    Answer get(String id, String... headers) {
        return http.send("GET", USERS + "/" + id, null, headers);
    }

    /** Replaces the value at a path; {@code value} is JSON. */
    Answer replace(String id, String path, String value, String... headers) {
        return http.send("PATCH", USERS + "/" + id, operation("replace", path, value), headers);
    }

    Answer patch(String id, ObjectNode body) {
        return http.send("PATCH", USERS + "/" + id, body);
    }

    Answer remove(String id, String path) {
        return http.send("PATCH", USERS + "/" + id, operation("remove", path, ""));
    }

    Answer delete(String id) {
        return http.send("DELETE", USERS + "/" + id, null);
    }

    /** A list of users; {@code query} is what stands after the question mark. */
    Answer list(String query) {
        return http.send("GET", USERS + "?" + query, null);
    }

    /** The users that a filter such as {@code userName eq "x"} finds, at most 200. */
    JsonNode find(String filter) {
        Answer answer = http.send(
                "GET", USERS + "?count=200&filter=" + URLEncoder.encode(filter, StandardCharsets.UTF_8), null);
        if (answer.status() != 200) {
            throw new AssertionError("the filter " + filter + " was answered " + answer);
        }
        return answer.body().path("Resources");
    }

    JsonNode findByUserName(String userName) {
        return find("userName eq \"" + userName + "\"");
    }
}
