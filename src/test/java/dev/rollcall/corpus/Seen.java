package dev.rollcall.corpus;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rollcall.bench.RunningRollcall;
import dev.rollcall.bench.Wire;
import java.util.Map;

/**
 * What a step has brought about.
 *
 * @param scenario the scenario it belongs to
 * @param sent the body that was sent; missing where none or no JSON was sent
 * @param saved the values kept so far
 * @param before what earlier steps brought about, by step number
 * @param rollcall for further questions
 */
record Seen(
        Scenario scenario,
        JsonNode sent,
        Wire.Answer answer,
        JsonNode body,
        Map<String, String> saved,
        Map<Integer, Seen> before,
        RunningRollcall rollcall) {

    /** The member in the asset system that belongs to the user: the answer's, or the one whose id was saved. */
    JsonNode member() {
        String id = body.path("id").isTextual() ? body.path("id").textValue() : saved.get("id");
        Wire.Answer member = rollcall.api("GET", "/members/" + id, null);
        return member.status() == 200 ? member.json() : JsonPlace.JSON.createObjectNode();
    }

    /** The user as it is now: the answer's, or the one whose id was saved. */
    JsonNode user() {
        String id = body.path("id").isTextual() ? body.path("id").textValue() : saved.get("id");
        return rollcall.scim("GET", "/Users/" + id, null).json();
    }
}
