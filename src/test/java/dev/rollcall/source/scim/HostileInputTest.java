package dev.rollcall.source.scim;

import static dev.rollcall.source.scim.Refusals.survives;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.Tuple;
import org.junit.jupiter.api.Assertions;

/** Whatever is sent, the answer is a SCIM error or a result, and soon: more than 25,000 tries. */
class HostileInputTest {
    private static final ObjectNode USER = UserDocuments.canonical(
                    Json.of(
                            "{'userName':'ana','active':true,'emails':[{'type':'work','value':'a','primary':true}],'urn:acme:2.0:User':{'a':[1,{'value':'x'}],'b':{'c':1}}}"))
            .document();

    private static final Arbitrary<String> PIECES = Arbitraries.of(
            ("userName emails emails.value roles name manager active id meta schemas password addresses groups a x.y User"
                            + " urn:ietf:params:scim:schemas:core:2.0:User urn:ietf:params:scim:schemas:extension:enterprise:2.0:User"
                            + " urn:acme:2.0:User urn: urn:x urn:x:y http://x type value primary not ( ) [ ] \" \"work\" \"a\" true"
                            + " \"True\" null pr co \\ \\u00e9 . : $ref , 1 \u0000 é \ud83d % ' _ eq and or - { } ü 🙂 İ")
                    .split(" "));
    private static final Arbitrary<String> BLANKS = Arbitraries.of(" ", " ", " eq ", " and ", " or ", "\t", "\n");

    @Provide
    Arbitrary<String> texts() {
        return Arbitraries.frequencyOf(
                Tuple.of(
                        8,
                        Arbitraries.oneOf(PIECES, PIECES, BLANKS)
                                .list()
                                .ofMaxSize(16)
                                .map(pieces -> String.join("", pieces))),
                Tuple.of(1, Arbitraries.strings().ofMaxLength(60)));
    }

    /** Valid input with one to three characters changed, dropped or doubled. */
    @Provide
    Arbitrary<String> mutations() {
        Arbitrary<String> valid = Arbitraries.of(
                "userName eq \"bjensen\" and (emails[type eq \"work\" and value co \"@x\"] or not (active eq true))",
                "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:manager.value eq \"m\"",
                "meta.lastModified gt \"2026-01-31T23:59:59Z\"",
                "emails[type eq \"work\"].value",
                "urn:ietf:params:scim:schemas:core:2.0:User:addresses[type eq \"work\" and primary eq true].locality",
                "urn:acme:2.0:User:badge.number");
        return net.jqwik.api.Combinators.combine(valid, Arbitraries.randomValue(Random::nextLong))
                .as(HostileInputTest::mutated);
    }

    private static String mutated(String text, long seed) {
        Random random = new Random(seed);
        StringBuilder mutated = new StringBuilder(text);
        for (int i = random.nextInt(3); i >= 0 && mutated.length() > 0; i--) {
            int at = random.nextInt(mutated.length());
            switch (random.nextInt(3)) {
                case 0 -> mutated.setCharAt(at, "[]().:\"\\ \u0000aE\ud83d".charAt(random.nextInt(13)));
                case 1 -> mutated.deleteCharAt(at);
                default -> mutated.insert(at, mutated.substring(at, Math.min(mutated.length(), at + 5)));
            }
        }
        return mutated.toString();
    }

    private static void readFilter(String text) {
        survives(() -> {
            UserFilter filter = UserFilter.parse(text, Set.of("costcenter"));
            filter.matches(USER);
            filter.toSql();
        });
    }

    @Property(tries = 8_000, shrinking = ShrinkingMode.OFF)
    void filters(@ForAll("texts") String text) {
        readFilter(text);
    }

    @Property(tries = 6_000, shrinking = ShrinkingMode.OFF)
    void mutatedFiltersAndPaths(@ForAll("mutations") String text) {
        readFilter(text);
        survives(() -> PatchPath.parse(text));
        ObjectNode body = Json.object("{}");
        body.putArray("Operations")
                .addObject()
                .put("op", "add")
                .put("path", text)
                .put("value", "x");
        survives(() -> assertCanonical(
                PatchOperations.parse(body).applyTo(USER, Set.of()).document()));
    }

    @Property(tries = 7_000, shrinking = ShrinkingMode.OFF)
    void patches(@ForAll("texts") String path, @ForAll long seed) {
        Random random = new Random(seed);
        ObjectNode body = Json.object("{}");
        ArrayNode operations = body.putArray("Operations");
        for (int i = 0; i <= random.nextInt(3); i++) {
            ObjectNode operation = operations
                    .addObject()
                    .put("op", List.of("add", "Replace", "remove").get(random.nextInt(3)));
            if (random.nextInt(4) > 0) {
                operation.put("path", path);
                operation.set("value", value(random, path, 0));
            } else {
                operation.putObject("value").set(path, value(random, path, 0));
            }
        }
        ObjectNode before = USER.deepCopy();
        survives(() -> assertCanonical(
                PatchOperations.parse(body).applyTo(USER, Set.of()).document()));
        assertThat(USER).isEqualTo(before);
    }

    @Property(tries = 4_000, shrinking = ShrinkingMode.OFF)
    void bodies(@ForAll("texts") String key, @ForAll long seed) {
        Random random = new Random(seed);
        ObjectNode body = Json.object("{'userName':'ana'}");
        body.set(key, value(random, key, 0));
        survives(() -> assertCanonical(UserDocuments.canonical(body).document()));
        survives(() -> ListQuery.of(body));
        survives(() -> AttributeSelection.of(Map.of("attributes", key)).apply(USER));
        survives(() -> AttributeSelection.of(Map.of("excludedattributes", key)).apply(USER));
        survives(() -> ScimRequests.query(key));
    }

    @Property(tries = 3_000, shrinking = ShrinkingMode.OFF)
    void bytes(@ForAll byte[] noise, @ForAll long seed) {
        byte[] body = "{\"Operations\":[{\"op\":\"add\",\"path\":\"title\",\"value\":\"é\"}]}"
                .getBytes(StandardCharsets.UTF_8);
        Random random = new Random(seed);
        for (byte b : noise.length > 8 ? Arrays.copyOf(noise, 8) : noise) {
            body[random.nextInt(body.length)] = b;
        }
        survives(() -> ScimJson.read(noise));
        survives(() -> PatchOperations.parse(ScimJson.read(body)).applyTo(USER, Set.of()));
    }

    static JsonNode value(Random random, String text, int depth) {
        return switch (random.nextInt(depth > 2 ? 6 : 9)) {
            case 0 -> USER.nullNode();
            case 1 -> USER.booleanNode(true);
            case 2 -> USER.numberNode(-12.50);
            case 3 -> USER.textNode("");
            case 4, 5 -> USER.textNode(text);
            case 6 -> USER.arrayNode().add(value(random, text, depth + 1)).add(value(random, text, depth + 1));
            default -> {
                ObjectNode object = USER.objectNode();
                for (String name : List.of("value", "Type", "primary", "userName", text)) {
                    if (random.nextInt(3) == 0) {
                        object.set(name, value(random, text, depth + 1));
                    }
                }
                yield object;
            }
        };
    }

    private static void assertCanonical(ObjectNode document) {
        assertThat(document.path("userName").asText()).isNotBlank();
        assertThat(document.path("active").isMissingNode()
                        || document.path("active").isBoolean())
                .isTrue();
        assertThat(document.has("id") || document.has("meta") || document.has("groups") || document.has("password"))
                .isFalse();
        assertNoNulls(document);
        document.fields()
                .forEachRemaining(field -> assertThat(UserSchema.isUrn(field.getKey())
                                || UserSchema.CORE_ATTRIBUTES.containsKey(
                                        field.getKey().toLowerCase(java.util.Locale.ROOT))
                                || field.getKey().equals("schemas"))
                        .as(field.getKey())
                        .isTrue());
        for (String list : List.of("emails", "roles", "addresses")) {
            JsonNode node = document.path(list);
            assertThat(node.isMissingNode() || (node.isArray() && !node.isEmpty()))
                    .as("%s is a list", list)
                    .isTrue();
            int primaries = 0;
            for (JsonNode element : node) {
                assertThat(element.isObject()).isTrue();
                primaries += element.path("primary").asBoolean(false) ? 1 : 0;
            }
            assertThat(primaries).isLessThanOrEqualTo(1);
        }
        assertThat(UserDocuments.canonical(document).document())
                .as("canonical documents stay as they are")
                .isEqualTo(document);
    }

    private static void assertNoNulls(JsonNode node) {
        assertThat(node.isNull()).isFalse();
        node.forEach(HostileInputTest::assertNoNulls);
    }

    /** Inputs of the largest allowed size that make a careless reader take quadratic time. */
    @Example
    void largeInputsTakeLittleTime() {
        ObjectNode many = Json.object("{'userName':'ana'}");
        ArrayNode phones = many.putArray("phoneNumbers");
        for (int i = 0; i < 1000; i++) {
            phones.addObject().put("value", "a" + i).put("type", "t" + i);
        }
        ObjectNode stored = UserDocuments.canonical(many).document();
        ObjectNode keys = USER.objectNode();
        for (int i = 0; i < 1000; i++) {
            keys.put("phoneNumbers[type eq \"t" + i + "\"].value", "b");
        }
        ObjectNode patch = USER.objectNode();
        patch.putArray("Operations").addObject().put("op", "replace").set("value", keys);
        Assertions.assertTimeout(
                Duration.ofSeconds(8),
                () -> assertThat(PatchOperations.parse(patch)
                                .applyTo(stored, Set.of())
                                .document()
                                .path("phoneNumbers"))
                        .hasSize(1000));
        keys.put("title", "one too many");
        assertThatThrownBy(() -> PatchOperations.parse(patch)).hasMessageContaining("more than 1000");
        phones.addObject().put("value", "one too many");
        assertThatThrownBy(() -> UserDocuments.canonical(many)).hasMessageContaining("at most 1000");
        ObjectNode attributes = USER.objectNode();
        for (int i = 0; i < 90_000; i++) {
            attributes.put("a" + i, 1);
        }
        ObjectNode extended = USER.objectNode();
        extended.putArray("Operations")
                .addObject()
                .put("op", "add")
                .put("path", "urn:acme:2.0:User")
                .set("value", attributes);
        Assertions.assertTimeout(
                Duration.ofSeconds(4),
                () -> assertThatThrownBy(() -> PatchOperations.parse(extended).applyTo(stored, Set.of()))
                        .hasMessageContaining("'urn:acme:2.0:User' has more than 1000 attributes"));
        ObjectNode wide = Json.object("{'userName':'ana'}");
        for (int i = 0; i < 30_000; i++) {
            wide.put("urn:" + i + ":x", "1");
        }
        Assertions.assertTimeout(Duration.ofSeconds(4), () -> survives(() -> UserDocuments.canonical(wide)));
        Assertions.assertTimeout(Duration.ofSeconds(2), () -> readFilter("urn:" + ":user:x".repeat(580) + " pr"));
        Assertions.assertTimeout(Duration.ofSeconds(2), () -> readFilter("(".repeat(4000)));
    }
}
