package dev.rollcall.delivery.http;

import dev.rollcall.member.Member;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The lines of a route that say which member field goes into which parameter of an API, one {@code parameter = source} a
 * line. A source is a member field; {@code a + b}, joined by a comma and a blank; {@code custom.<Name>}; {@code custom.*},
 * where {@code *} in the parameter stands for the field's name; {@code <reference>.id}, an id that was learnt by name;
 * {@code status.number} (1 or 0) or {@code status.flag}; or a constant in single quotes.
 */
final class FieldTemplate {
    private static final int MOST_CACHED = 200;
    private static final Map<String, FieldTemplate> CACHE = new ConcurrentHashMap<>();

    /**
     * One line.
     *
     * @param fields the member fields to join; empty for a constant or an id
     * @param constant the constant, or empty
     * @param id the name of the reference whose id it is, or empty
     */
    record Line(String parameter, String source, List<String> fields, String constant, String id) {
        boolean isConstant() {
            return fields.isEmpty() && id.isEmpty();
        }
    }

    private final List<Line> lines;

    private FieldTemplate(List<Line> lines) {
        this.lines = List.copyOf(lines);
    }

    /**
     * Reads a template; the same text is read once.
     *
     * @throws IllegalArgumentException naming the line that says nothing
     */
    static FieldTemplate of(String text) {
        if (CACHE.size() > MOST_CACHED) {
            CACHE.clear();
        }
        return CACHE.computeIfAbsent(text, FieldTemplate::parse);
    }

    List<Line> lines() {
        return lines;
    }

    private static FieldTemplate parse(String text) {
        List<Line> lines = new ArrayList<>();
        for (String raw : text.split("\n")) {
            String line = raw.strip();
            if (!line.isEmpty() && !line.startsWith("#")) {
                int equals = line.indexOf(" = ");
                if (equals < 0) {
                    throw new IllegalArgumentException("'" + line + "' is not of the form: parameter = member field");
                }
                lines.add(line(
                        line.substring(0, equals).strip(),
                        line.substring(equals + 3).strip()));
            }
        }
        return new FieldTemplate(lines);
    }

    private static Line line(String parameter, String source) {
        if (source.length() > 1 && source.startsWith("'") && source.endsWith("'")) {
            return new Line(parameter, source, List.of(), source.substring(1, source.length() - 1), "");
        }
        if (source.endsWith(".id")) {
            return new Line(parameter, source, List.of(), "", source.substring(0, source.length() - 3));
        }
        Set<String> fields = new LinkedHashSet<>();
        for (String field : source.split("\\+")) {
            String name = field.strip();
            if (!Member.FIELDS.contains(name) && !name.startsWith(Member.CUSTOM) && !name.startsWith("status.")) {
                throw new IllegalArgumentException("'" + parameter + " = " + source + "': '" + name
                        + "' is no member field. See docs/targets.md for what may stand there.");
            }
            fields.add(name);
        }
        return new Line(parameter, source, List.copyOf(fields), "", "");
    }
}
