package dev.rollcall.source.scim;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.rollcall.source.StorableText;
import dev.rollcall.source.scim.Filter.AttributeName;
import dev.rollcall.source.scim.Filter.Operator;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Reads filters by recursive descent, within limits: 4 KiB, 100 terms, depth 20. Takes more than the RFC's grammar, since
 * clients send more: values without quotes, {@code emails[type eq "work"].value eq "x"}, operators in any case.
 */
final class FilterParser {
    private static final int LONGEST = 4096;
    private static final int MOST_TERMS = 100;
    private static final int DEEPEST = 20;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final String text;
    private int at;
    private int terms;
    private int depth;

    private FilterParser(String text) {
        this.text = text;
    }

    /** The filter as a tree; {@code 400 invalidFilter} that names the place otherwise. */
    static Filter parse(String text) {
        if (text.getBytes(StandardCharsets.UTF_8).length > LONGEST) {
            throw ScimException.invalidFilter("the filter is longer than 4096 bytes. Send a shorter one, or several");
        }
        FilterParser parser = new FilterParser(text);
        Filter filter = parser.or();
        parser.blanks();
        if (parser.at < text.length()) {
            throw parser.wrong(
                    text.charAt(parser.at) == ')' || text.charAt(parser.at) == ']'
                            ? "a bracket is closed that was not opened"
                            : "'and' or 'or' is expected");
        }
        return filter;
    }

    private Filter or() {
        List<Filter> parts = new ArrayList<>(List.of(and()));
        while (word("or")) {
            parts.add(and());
        }
        return parts.size() == 1 ? parts.get(0) : new Filter.Or(parts);
    }

    private Filter and() {
        List<Filter> parts = new ArrayList<>(List.of(term()));
        while (word("and")) {
            parts.add(term());
        }
        return parts.size() == 1 ? parts.get(0) : new Filter.And(parts);
    }

    private Filter term() {
        blanks();
        int start = at;
        if (word("not")) {
            blanks();
            if (peek() == '(') {
                return new Filter.Not(grouped(')'));
            }
            at = start;
        }
        return peek() == '(' ? grouped(')') : comparison();
    }

    private Filter grouped(char close) {
        if (++depth > DEEPEST) {
            throw ScimException.invalidFilter("the filter is nested deeper than 20 levels. Send a flatter one");
        }
        at++;
        Filter inner = or();
        blanks();
        if (peek() != close) {
            throw wrong("'" + close + "' is expected");
        }
        at++;
        depth--;
        return inner;
    }

    private Filter comparison() {
        if (++terms > MOST_TERMS) {
            throw ScimException.invalidFilter("the filter has more than 100 terms. Send several requests");
        }
        AttributeName name = name();
        if (peek() == '[') {
            Filter condition = grouped(']');
            if (peek() != '.') {
                return new Filter.Element(name, condition);
            }
            at++;
            AttributeName sub = new AttributeName(null, simpleName(), null);
            return new Filter.Element(name, new Filter.And(List.of(condition, compared(sub))));
        }
        return compared(name);
    }

    private Filter compared(AttributeName name) {
        blanks();
        int start = at;
        String word = simpleName();
        Operator operator;
        try {
            operator = Operator.valueOf(word.toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException e) {
            at = start;
            throw wrong("an operator (eq ne co sw ew gt ge lt le pr) is expected");
        }
        JsonNode value = operator == Operator.PR ? null : value();
        return new Filter.Compare(name, operator, operator == Operator.EQ ? stored(name, value) : value);
    }

    private AttributeName name() {
        blanks();
        int start = at;
        while (at < text.length() && (isName(text.charAt(at)) || text.charAt(at) == '.' || text.charAt(at) == ':')) {
            at++;
        }
        String written = text.substring(start, at);
        if (written.isEmpty()) {
            throw wrong("an attribute is expected");
        }
        if (UserSchema.isUrn(written) && !UserSchema.isWhole(written)) {
            throw wrong("an attribute is expected after the URN");
        }
        AttributeName name = AttributeName.of(written);
        if (name == null) {
            at = start;
            throw wrong("'" + ScimException.shown(written) + "' is not an attribute");
        }
        return name;
    }

    private String simpleName() {
        int start = at;
        while (at < text.length() && isName(text.charAt(at))) {
            at++;
        }
        return text.substring(start, at);
    }

    private static boolean isName(char c) {
        return Character.isLetterOrDigit(c) || c == '_' || c == '-' || c == '$';
    }

    /** The value as users have it: some names are stored without the blanks around them. */
    private static @Nullable JsonNode stored(AttributeName name, @Nullable JsonNode value) {
        return value != null && value.isTextual() && Canonical.isFoundBy(name.toString())
                ? TextNode.valueOf(value.textValue().strip())
                : value;
    }

    private JsonNode value() {
        int before = at;
        blanks();
        if (at == before) {
            throw wrong("a blank and a value are expected");
        }
        if (peek() == '"') {
            return quoted();
        }
        int start = at;
        while (at < text.length() && " \t)]".indexOf(text.charAt(at)) < 0) {
            at++;
        }
        String bare = text.substring(start, at);
        checkCharacters(bare, start);
        if (bare.startsWith("'")) {
            at = start;
            throw wrong("a text stands in double quotes");
        }
        if (bare.isEmpty() || bare.indexOf('"') >= 0 || bare.indexOf('(') >= 0) {
            at = start;
            throw wrong("a value is expected");
        }
        return switch (bare.toLowerCase(Locale.ROOT)) {
            case "true" -> BooleanNode.TRUE;
            case "false" -> BooleanNode.FALSE;
            case "null" -> NullNode.instance;
            default -> TextNode.valueOf(bare);
        };
    }

    private JsonNode quoted() {
        int start = at++;
        while (at < text.length() && text.charAt(at) != '"') {
            at += text.charAt(at) == '\\' ? 2 : 1;
        }
        if (at >= text.length()) {
            at = start;
            throw wrong("a quote is opened and not closed");
        }
        at++;
        try {
            JsonNode read = JSON.readTree(text.substring(start, at));
            checkCharacters(read.asText(), start);
            return read;
        } catch (JsonProcessingException e) {
            at = start;
            throw wrong("the text in quotes is not a JSON text");
        }
    }

    /** PostgreSQL takes no such characters, and no user has them. */
    private void checkCharacters(String value, int start) {
        if (!StorableText.isStorable(value)) {
            at = start;
            throw wrong("the value holds the character U+0000 or half a character, which no text can have");
        }
    }

    /** Takes the word if it comes next and ends there. */
    private boolean word(String word) {
        blanks();
        int end = at + word.length();
        if (text.regionMatches(true, at, word, 0, word.length())
                && (end >= text.length()
                        || !isName(text.charAt(end)) && text.charAt(end) != '.' && text.charAt(end) != ':')) {
            if (end < text.length() && text.charAt(end) != ' ' && text.charAt(end) != '(' && text.charAt(end) != '\t') {
                return false;
            }
            at = end;
            return true;
        }
        return false;
    }

    private char peek() {
        return at < text.length() ? text.charAt(at) : '\0';
    }

    private void blanks() {
        while (at < text.length() && (text.charAt(at) == ' ' || text.charAt(at) == '\t')) {
            at++;
        }
    }

    private ScimException wrong(String expected) {
        @Nullable String rest = at >= text.length() ? null : text.substring(at, Math.min(text.length(), at + 30));
        return ScimException.invalidFilter("the filter cannot be read at character " + (at + 1)
                + (rest == null ? " (its end)" : " ('" + rest + "')") + ": " + expected);
    }
}
