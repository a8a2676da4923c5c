package dev.rollcall.source.scim;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.Size;

/** PATCHes against a model that knows no SCIM: a user is a table of places and texts. */
class PatchModelTest {
    private static final String ENT = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";

    /** One thing that can be set: {@code list} is empty for plain attributes. */
    record Place(String holder, String list, String type, String part) {
        String path(int dialect) {
            String prefix = holder.equals("core")
                    ? (dialect % 3 == 1 ? "urn:ietf:params:scim:schemas:core:2.0:User:" : "")
                    : ENT + (dialect % 2 == 0 ? ":" : ".");
            String own = list.isEmpty() ? part : list + "[type eq \"" + type + "\"]." + part;
            return prefix + (dialect % 5 == 4 && !own.contains("[") ? own.toUpperCase(java.util.Locale.ROOT) : own);
        }
    }

    private static final List<Place> PLACES = places();

    private static List<Place> places() {
        List<Place> places = new ArrayList<>();
        for (String name : List.of("title", "displayName", "name.givenName", "name.familyName")) {
            places.add(new Place("core", "", "", name));
        }
        for (String name : List.of("department", "costCenter", "manager.value")) {
            places.add(new Place("enterprise", "", "", name));
        }
        for (String type : List.of("work", "home")) {
            places.add(new Place("core", "emails", type, "value"));
            for (String part : List.of("streetAddress", "locality", "country")) {
                places.add(new Place("core", "addresses", type, part));
            }
        }
        return places;
    }

    /** What is done to a place; an empty value clears it. */
    record Step(Place place, String op, String value, int dialect) {
        ObjectNode operation(ObjectNode into) {
            into.put("op", op);
            if (dialect % 4 == 3 && !op.equalsIgnoreCase("remove")) {
                into.putObject("value").put(place.path(dialect), value);
                return into;
            }
            into.put("path", place.path(dialect));
            if (!op.equalsIgnoreCase("remove")) {
                into.put("value", value);
            }
            return into;
        }

        void applyTo(Map<Place, String> model) {
            if (op.equalsIgnoreCase("remove") || value.isEmpty()) {
                model.remove(place);
            } else {
                model.put(place, value);
            }
        }
    }

    @Provide
    Arbitrary<Step> steps() {
        return Combinators.combine(
                        Arbitraries.of(PLACES),
                        Arbitraries.of("add", "Add", "replace", "Replace", "remove", "REMOVE"),
                        Arbitraries.of("", "x", "Y z", "ü\"]"),
                        Arbitraries.integers().between(0, 60))
                .as(Step::new);
    }

    private static Map<String, String> readBack(ObjectNode document) {
        Map<String, String> found = new TreeMap<>();
        for (Place place : PLACES) {
            JsonNode holder = place.holder().equals("core") ? document : document.path(ENT);
            List<JsonNode> scopes = new ArrayList<>();
            if (place.list().isEmpty()) {
                scopes.add(holder);
            } else {
                for (JsonNode element : holder.path(place.list())) {
                    if (element.path("type").asText().equals(place.type())) {
                        scopes.add(element);
                    }
                }
            }
            assertThat(scopes.size()).as("one element a type").isLessThanOrEqualTo(1);
            for (JsonNode scope : scopes) {
                JsonNode value = scope.at("/" + place.part().replace('.', '/'));
                if (!value.isMissingNode()) {
                    found.put(place.toString(), value.asText());
                }
            }
        }
        return found;
    }

    @Property(tries = 1500)
    void everyDialectComesToTheSame(
            @ForAll @Size(max = 25) List<@net.jqwik.api.From("steps") Step> steps, @ForAll boolean atOnce) {
        Map<Place, String> model = new LinkedHashMap<>();
        ObjectNode document = UserDocuments.canonical(Json.of("{'userName':'ana','active':false}"))
                .document();
        ArrayNode all = document.arrayNode();
        for (Step step : steps) {
            step.applyTo(model);
            step.operation(all.addObject());
        }
        List<JsonNode> patches = new ArrayList<>();
        if (atOnce && !all.isEmpty()) {
            patches.add(document.objectNode().set("Operations", all));
        } else {
            all.forEach(one -> patches.add(
                    document.objectNode().set("Operations", document.arrayNode().add(one))));
        }
        ObjectNode user = document;
        for (JsonNode patch : patches) {
            user = PatchOperations.parse(patch).applyTo(user, Set.of()).document();
        }
        Map<String, String> expected = new TreeMap<>();
        model.forEach((place, value) -> expected.put(place.toString(), value));
        assertThat(readBack(user)).isEqualTo(expected);
        assertThat(user.path("active").booleanValue()).isFalse();
        assertThat(user.path("addresses").size()).isEqualTo(types(model, "addresses"));
        assertThat(user.path("emails").size()).isEqualTo(types(model, "emails"));
        assertThat(UserDocuments.canonical(user).document()).as("is canonical").isEqualTo(user);
    }

    private static long types(Map<Place, String> model, String list) {
        return model.keySet().stream()
                .filter(place -> place.list().equals(list))
                .map(Place::type)
                .distinct()
                .count();
    }
}
