package dev.rollcall.settings;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Takes a flat property name apart. Spring joins the keys of YAML with dots and writes list positions as {@code [0]}; its
 * Binder then drops spaces and dots of map keys, which is why Rollcall takes the raw names apart itself. Where keys are
 * people's own words (attribute mappings, group names) a dot is part of the key.
 */
final class PropertyPath {
    /** One piece of a plain name: up to the next dot, or a position in brackets. */
    private static final Pattern PIECE = Pattern.compile("\\[([^\\]]*)\\]|([^.\\[]+)");

    /**
     * The rest of a name below {@code attributes}: a member field, whose name may hold dots and spaces; then a part of the
     * long form; then a list position, which follows without a space, as {@code Size [1]} is a name.
     */
    private static final Pattern ATTRIBUTE = Pattern.compile(
            "(?<field>.+?)(?:\\.(?<part>from|transform|default)|\\.lookup(?:\\.(?<word>.+)|\\[(?<odd>.+)\\]))?(?:(?<!\\s)\\[(?<at>\\d+)\\])?",
            Pattern.DOTALL);

    /** Below it stand values of a provider's claim, such as an e-mail address. */
    private static final List<Object> CLAIM_VALUES = List.of("console", "oidc", "roles");

    private PropertyPath() {}

    /** The pieces of a name below {@code rollcall.}: a String for a key, an Integer for a position in a list. */
    static List<Object> of(String name) {
        List<Object> pieces = new ArrayList<>();
        Matcher piece = PIECE.matcher(name);
        int at = 0;
        while (at < name.length()) {
            if (pieces.size() == 3 && "sources".equals(pieces.get(0)) && isFree(pieces.get(2))) {
                addFree(pieces, name.substring(at));
                return pieces;
            }
            if (pieces.equals(CLAIM_VALUES)) {
                pieces.add(name.substring(at).replaceFirst("^\\[(.*)]$", "$1"));
                return pieces;
            }
            if (!piece.find(at)) {
                break;
            }
            pieces.add(piece.group(1) == null ? piece.group(2) : position(piece.group(1)));
            at = piece.end();
            if (at < name.length() && name.charAt(at) == '.') {
                at++;
            }
        }
        return pieces;
    }

    private static boolean isFree(Object key) {
        return "attributes".equals(key) || "group-roles".equals(key);
    }

    private static void addFree(List<Object> pieces, String rest) {
        Matcher attribute = ATTRIBUTE.matcher(rest);
        if ("group-roles".equals(pieces.get(2)) || !attribute.matches()) {
            pieces.add(rest);
            return;
        }
        pieces.add(attribute.group("field"));
        if (attribute.group("part") != null) {
            pieces.add(attribute.group("part"));
        }
        String word = attribute.group("word") == null ? attribute.group("odd") : attribute.group("word");
        if (word != null) {
            pieces.add("lookup");
            pieces.add(word);
        }
        if (attribute.group("at") != null) {
            pieces.add(Integer.valueOf(attribute.group("at")));
        }
    }

    /** YAML keys that are not text (numbers, booleans) come in brackets as well. */
    private static Object position(String inBrackets) {
        return inBrackets.matches("\\d{1,6}") ? Integer.valueOf(inBrackets) : inBrackets;
    }
}
