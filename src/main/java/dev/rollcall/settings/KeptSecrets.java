package dev.rollcall.settings;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Keeps secrets that are kept from being fetched: whoever may change settings cannot read a secret, and must not get it by
 * naming another address for it either. A secret goes to the addresses of its own block ({@link KnownKeys}). One that a
 * change does not bring along may go where it went before, where the file sends it, and to this machine, and nowhere else. A
 * key file cannot be brought along: its addresses are the file's alone.
 */
final class KeptSecrets {
    /** The place of what anybody on the way can read. */
    private static final String IN_THE_CLEAR = "the network in the clear";

    private final List<String> problems = new ArrayList<>();

    private KeptSecrets() {}

    /**
     * What is wrong with a change of the overrides; empty if no secret goes elsewhere by it.
     *
     * @param known settings in shape in which secrets go where they may: those before the change, and those of the file
     * @param after the settings in shape after the change
     * @param patch the change, without the masks of secrets that stay
     */
    static List<String> sentElsewhere(List<ObjectNode> known, ObjectNode after, ObjectNode patch) {
        KeptSecrets kept = new KeptSecrets();
        kept.walk(KnownKeys.ROOT, new Block("rollcall", List.copyOf(known), after, patch));
        return kept.problems;
    }

    /** The same place in all of these trees. */
    private record Block(String path, List<JsonNode> known, JsonNode after, JsonNode patch) {
        Block below(String name) {
            return new Block(
                    path + "." + name,
                    known.stream().map(tree -> tree.path(name)).toList(),
                    after.path(name),
                    patch.path(name));
        }
    }

    private void walk(Key key, Block block) {
        Key here = key instanceof Key.ByKind kinds
                ? kinds.of(block.after().path("kind").asText(kinds.usual()))
                : key;
        block.after().propertyStream().map(Map.Entry::getKey).forEach(name -> {
            if (here instanceof Key.Named named) {
                walk(named.of(), block.below(name));
            } else if (here instanceof Key.Fixed fixed) {
                Key below = fixed.keys().get(name);
                if (below == Key.Value.SECRET) {
                    secret(fixed, name, block);
                } else if (below == Key.Value.KEY_FILE) {
                    keyFile(fixed, name, block);
                } else if (below != null) {
                    walk(below, block.below(name));
                }
            }
        });
    }

    private void secret(Key.Fixed keys, String name, Block block) {
        String secret = block.after().path(name).asText("");
        boolean broughtAlong = !block.patch().path(name).asText("").isEmpty();
        Set<String> places = places(keys, block.after());
        boolean wasSentThere = block.known().stream()
                .anyMatch(tree -> tree.path(name).asText("").equals(secret)
                        && places(keys, tree).containsAll(places));
        if (!secret.isEmpty() && !places.isEmpty() && !broughtAlong && !wasSentThere) {
            String key = block.path() + "." + name;
            problems.add(key + " is kept, and would be sent to " + String.join(", ", news(keys, block))
                    + ". Enter it anew in the same change, or change application.yaml.");
        }
    }

    private void keyFile(Key.Fixed keys, String name, Block block) {
        Set<String> elsewhere = news(keys, block);
        boolean known =
                block.known().stream().anyMatch(tree -> places(keys, tree).containsAll(elsewhere));
        if (!block.after().path(name).asText("").isEmpty() && !known) {
            problems.add(block.path() + ": what the key file of " + block.path() + "." + name + " gives access by would"
                    + " be sent to " + String.join(", ", elsewhere) + ". Such an address is application.yaml's alone."
                    + " Change it there and start Rollcall again.");
        }
    }

    /** Where the block's secrets go after the change and did not go before; all places if they are the same. */
    private static Set<String> news(Key.Fixed keys, Block block) {
        Set<String> after = places(keys, block.after());
        Set<String> news = new TreeSet<>(after);
        news.removeAll(places(keys, block.known().get(0)));
        return news.isEmpty() ? after : news;
    }

    private static Set<String> places(Key.Fixed keys, JsonNode block) {
        Set<String> places = new TreeSet<>();
        boolean inTheClear = false;
        for (Map.Entry<String, Key> one : keys.keys().entrySet()) {
            JsonNode value = block.path(one.getKey());
            if (one.getValue() == Key.Value.ADDRESS) {
                add(value, places);
            } else if (one.getValue() instanceof Key.ListOf list && list.of() == Key.Value.ADDRESS) {
                value.forEach(address -> add(address, places));
            } else if (one.getValue() == Key.Value.ENCRYPTION) {
                inTheClear = value.asText("").equals("none");
            }
        }
        if (inTheClear && !places.isEmpty()) {
            places.add(IN_THE_CLEAR);
        }
        return places;
    }

    private static void add(JsonNode address, Set<String> places) {
        String url = address.asText("");
        if (!url.isBlank() && !SafeUrls.isHere(url)) {
            places.add(SafeUrls.place(url));
        }
    }
}
