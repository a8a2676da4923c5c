package dev.rollcall.mapping;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Splits an attribute path into its steps. A schema URN is one step, however many dots its version has. */
final class PathParser {
    private static final String CORE = "urn:ietf:params:scim:schemas:core:2.0:user";
    private static final Set<String> PLAIN = Set.of(CORE, "urn:scim:schemas:core:1.0");
    private static final int LONGEST = 1000;

    private final String text;
    private int at;

    private PathParser(String text) {
        this.text = text;
    }

    static List<PathStep> parse(String text) {
        if (text.isEmpty()) {
            throw wrong(text, "it is empty");
        }
        if (text.length() > LONGEST) {
            throw wrong(text.substring(0, 40) + "…", "it is longer than " + LONGEST + " characters");
        }
        return new PathParser(text).steps();
    }

    private List<PathStep> steps() {
        List<PathStep> steps = new ArrayList<>();
        if (text.regionMatches(true, 0, "urn:", 0, 4)) {
            String urn = urn();
            if (urn != null) {
                steps.add(new PathStep(urn, null));
            }
        }
        while (true) {
            steps.add(step());
            if (at == text.length()) {
                return steps;
            }
            if (text.charAt(at) != '.') {
                throw wrong(text, "there is '" + text.charAt(at) + "' where a full stop or the end should be");
            }
            at++;
        }
    }

    /** Reads the schema prefix; {@code null} for the core schema, whose attributes are plain. */
    private @Nullable String urn() {
        int bracket = text.indexOf('[');
        String head = bracket < 0 ? text : text.substring(0, bracket);
        int colon = head.lastIndexOf(':');
        String urn = head.substring(0, colon);
        String rest = head.substring(colon + 1);
        boolean wholeSchema = rest.equalsIgnoreCase("User");
        if (wholeSchema || rest.regionMatches(true, 0, "User.", 0, 5)) {
            // …:2.0:User.department, a full stop where the colon should be.
            if (wholeSchema) {
                throw wrong(text, "it names a whole schema; add a colon and the attribute");
            }
            urn = head.substring(0, colon + 5);
            at = colon + 6;
        } else {
            at = colon + 1;
        }
        if (urn.indexOf(':') < 0) {
            throw wrong(text, "the URN has no attribute behind it");
        }
        return PLAIN.contains(urn.toLowerCase(Locale.ROOT)) ? null : urn;
    }

    private PathStep step() {
        int start = at;
        while (at < text.length() && nameCharacter(text.charAt(at))) {
            at++;
        }
        if (at == start) {
            throw wrong(
                    text,
                    at == text.length()
                            ? "an attribute name is missing at its end"
                            : "'" + text.charAt(at) + "' cannot begin an attribute name");
        }
        String name = text.substring(start, at);
        if (at < text.length() && text.charAt(at) == '[') {
            return new PathStep(name, brackets());
        }
        return new PathStep(name, null);
    }

    private ElementTest brackets() {
        int start = ++at;
        boolean quoted = false;
        while (at < text.length()) {
            char c = text.charAt(at);
            if (quoted && c == '\\') {
                at++;
            } else if (c == '"') {
                quoted = !quoted;
            } else if (c == ']' && !quoted) {
                return condition(text.substring(start, at++));
            }
            at++;
        }
        throw wrong(text, "the bracket is never closed");
    }

    private ElementTest condition(String filter) {
        try {
            return ElementTest.compile(filter);
        } catch (IllegalArgumentException e) {
            throw wrong(text, String.valueOf(e.getMessage()));
        }
    }

    private static boolean nameCharacter(char c) {
        return Character.isLetterOrDigit(c) || c == '_' || c == '-' || c == '$' || c == ';';
    }

    private static IllegalArgumentException wrong(String text, String why) {
        return new IllegalArgumentException("'" + text + "' is not an attribute path: " + why
                + ". Write it like userName, name.givenName, emails[type eq \"work\"].value or"
                + " urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:department.");
    }
}
