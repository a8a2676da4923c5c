package dev.rollcall.corpus;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.rollcall.bench.RunningRollcall;
import dev.rollcall.bench.Wire;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.assertj.core.api.SoftAssertions;

/** Sends one scenario's steps from top to bottom and remembers what came back. */
final class ScenarioRun {
    private static final String PROSE = "prose: ";
    private static final Pattern REPEAT = Pattern.compile("\\$\\{repeat:(.):(\\d+)\\}");
    private static final Pattern VARIABLE = Pattern.compile("\\$\\{(\\w+)\\}");

    private final Scenario scenario;
    private final RunningRollcall rollcall;
    private final Map<String, String> saved = new HashMap<>();
    private final Map<Integer, Seen> before = new TreeMap<>();

    ScenarioRun(Scenario scenario, RunningRollcall rollcall) {
        this.scenario = scenario;
        this.rollcall = rollcall;
        saved.put("token", RunningRollcall.TOKEN);
        saved.put(
                "basic",
                Base64.getEncoder()
                        .encodeToString(("bench:" + RunningRollcall.TOKEN).getBytes(StandardCharsets.UTF_8)));
        saved.put("customUrn", Scenario.CUSTOM_URN);
    }

    /** Makes the users that are there before the first step, and one of another source. */
    void prepare() {
        for (Map.Entry<String, JsonNode> user : existingUsers().entrySet()) {
            String userName = user.getKey();
            String email = user.getValue().path("email").asText();
            String[] name = userName.split("@", 2)[0].split("\\.", -1);
            String last = name[name.length - 1];
            if (user.getValue().path("createdBy").asText().equals("product UI")) {
                Map<String, String> member = Map.of(
                        "email",
                        email,
                        "user_name",
                        userName,
                        "first_name",
                        name[0],
                        "last_name",
                        last,
                        "role",
                        "Staff User");
                Wire.Answer made = rollcall.api("POST", "/members", member);
                assertThat(made.status()).as(made.text()).isEqualTo(201);
            } else {
                Map<String, Object> body = body(
                        userName,
                        email,
                        name[0],
                        last,
                        user.getValue().path("active").asBoolean(true));
                Wire.Answer made = rollcall.scim("POST", "/Users", body);
                assertThat(made.status()).as(made.text()).isEqualTo(201);
                saved.putIfAbsent("anyImportedId", made.json().path("id").asText());
            }
        }
        Wire.Answer foreign = Wire.send(
                rollcall.port(),
                "POST",
                "/scim/v2/Users",
                RunningRollcall.bearer(Scenario.OTHER_TOKEN),
                bytes(JsonPlace.JSON.valueToTree(
                        body("foreign@other.example", "foreign@other.example", "For", "Eign", true))));
        if (foreign.status() == 201) { // a set-up may rule that user out, as one without a mandatory field
            saved.put("foreignUserId", foreign.json().path("id").asText());
        }
    }

    private static Map<String, Object> body(String userName, String email, String first, String last, boolean active) {
        return Map.of(
                "schemas",
                List.of("urn:ietf:params:scim:schemas:core:2.0:User"),
                "userName",
                userName,
                "active",
                active,
                "name",
                Map.of("givenName", first, "familyName", last),
                "emails",
                List.of(Map.of("value", email, "type", "work", "primary", true)));
    }

    private Map<String, JsonNode> existingUsers() {
        JsonNode existing = scenario.setup().path("existingUsers");
        Map<String, JsonNode> users = new LinkedHashMap<>();
        if (existing.isTextual()) {
            int count = Integer.parseInt(existing.textValue().replaceAll("\\D+", ""));
            for (int i = 0; i < count; i++) {
                String name = "import.%04d@fabrikam.example".formatted(i);
                users.put(name, JsonPlace.JSON.createObjectNode().put("email", name));
            }
        }
        existing.forEach(user -> {
            if (user.isObject()) {
                users.put(user.path("userName").asText(), user);
            }
        });
        return users;
    }

    /** Sends a step; fails with all checks that do not hold. */
    void run(JsonNode step) {
        Map<String, String> headers = new LinkedHashMap<>();
        step.path("headers")
                .fields()
                .forEachRemaining(header -> headers.put(
                        header.getKey(), substitute(header.getValue().asText())));
        String path = "/scim/v2" + substitute(step.path("path").asText()).replace(" ", "%20");
        JsonNode sent = step.path("body").isContainerNode()
                ? JsonPlace.json(substitute(step.path("body").toString()))
                : MissingNode.getInstance();
        byte[] raw = step.has("rawBody")
                ? substitute(step.path("rawBody").asText()).getBytes(StandardCharsets.UTF_8)
                : bytes(sent);
        Wire.Answer answer = Wire.send(
                rollcall.port(),
                step.path("method").asText(),
                path,
                headers,
                step.has("rawBody") || !sent.isMissingNode() ? raw : null);
        JsonNode body = answer.json();
        step.path("save").fields().forEachRemaining(save -> {
            JsonNode value = JsonPlace.look(body, save.getValue().asText());
            if (!value.isMissingNode()) {
                saved.put(save.getKey(), value.asText());
            }
        });
        Seen seen = new Seen(scenario, sent, answer, body, Map.copyOf(saved), Map.copyOf(before), rollcall);
        before.put(step.path("step").asInt(), seen);
        check(step, seen);
    }

    private void check(JsonNode step, Seen seen) {
        JsonNode wanted = step.path("expect").path("status");
        List<Integer> allowed = new ArrayList<>();
        if (wanted.isArray()) {
            wanted.forEach(status -> allowed.add(status.asInt()));
        } else {
            allowed.add(wanted.asInt());
        }
        Wire.Answer answer = seen.answer();
        SoftAssertions softly = new SoftAssertions();
        softly.assertThat(answer.status()).as("status of " + answer.text()).isIn(allowed);
        for (JsonNode given : step.path("expect").path("checks")) {
            String check = substitute(given.asText());
            if (check.startsWith(PROSE)) {
                String key = scenario.name() + "/" + step.path("step").asInt() + "/" + check.substring(PROSE.length());
                softly.assertThatCode(() -> ProseChecks.check(key, seen))
                        .as(key)
                        .doesNotThrowAnyException();
            } else if (answer.status() != 204 || !wanted.isArray() || !check.startsWith("$")) {
                softly.assertThatCode(() -> assertThat(Check.holds(check, seen)).isTrue())
                        .as(check + " in " + answer.status() + " " + answer.text())
                        .doesNotThrowAnyException();
            }
        }
        softly.assertAll();
    }

    private static byte[] bytes(JsonNode json) {
        return json.toString().getBytes(StandardCharsets.UTF_8);
    }

    private String substitute(String text) {
        String repeated =
                REPEAT.matcher(text).replaceAll(found -> found.group(1).repeat(Integer.parseInt(found.group(2))));
        return VARIABLE.matcher(repeated)
                .replaceAll(found -> Matcher.quoteReplacement(saved.getOrDefault(found.group(1), found.group())));
    }
}
