package dev.rollcall.source.scim;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rollcall.source.scim.Filter.AttributeName;
import dev.rollcall.source.scim.Filter.Operator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A filter over users: checked against the schemas, so that an attribute which nobody knows is an error and not "nobody". */
final class UserFilter {
    /** Kept and returned, but not to be searched for; a password is not even kept. */
    private static final Set<String> NOT_FILTERED = Set.of("photos", "x509certificates", "password");

    private static final Attribute META = Attribute.complex(
            "meta",
            false,
            "What Rollcall says of the user",
            List.of(
                    Attribute.text("resourceType", "User"),
                    Attribute.text("created", "When it came").ofType("dateTime"),
                    Attribute.text("lastModified", "When it changed").ofType("dateTime"),
                    Attribute.text("location", "Its address"),
                    Attribute.text("version", "Its ETag")));

    private final Filter filter;

    private UserFilter(Filter filter) {
        this.filter = filter;
    }

    /**
     * Reads and checks a filter.
     *
     * @param customNames the names of the custom fields' attributes, in lower case
     * @throws ScimException 400 invalidFilter
     */
    static UserFilter parse(String text, Set<String> customNames) {
        Filter filter = FilterParser.parse(text);
        check(filter, null, customNames);
        return new UserFilter(filter);
    }

    /** Whether a resource, with its id and meta, matches. */
    boolean matches(JsonNode resource) {
        return FilterMatch.matches(filter, resource);
    }

    /** The filter for the database. */
    SqlCondition toSql() {
        return FilterSql.of(filter);
    }

    private static void check(Filter filter, @Nullable Attribute within, Set<String> customNames) {
        if (filter instanceof Filter.And and) {
            and.parts().forEach(part -> check(part, within, customNames));
        } else if (filter instanceof Filter.Or or) {
            or.parts().forEach(part -> check(part, within, customNames));
        } else if (filter instanceof Filter.Not not) {
            check(not.part(), within, customNames);
        } else if (filter instanceof Filter.Element element) {
            Attribute attribute = attribute(element.name(), customNames);
            if (within != null || !attribute.isComplex() || element.name().sub() != null) {
                throw ScimException.invalidFilter(
                        "'" + element.name() + "' has no elements to choose from by brackets");
            }
            check(element.condition(), attribute, customNames);
        } else if (filter instanceof Filter.Compare compare) {
            comparison(compare, within, customNames);
        }
    }

    private static void comparison(Filter.Compare compare, @Nullable Attribute within, Set<String> customNames) {
        Attribute compared;
        if (within != null) {
            Attribute sub = within.sub(compare.name().attribute());
            if (sub == null || compare.name().sub() != null) {
                throw ScimException.invalidFilter("'" + within.name() + "' has no part '" + compare.name() + "'");
            }
            compared = sub;
        } else {
            compared = attribute(compare.name(), customNames);
        }
        Operator operator = compare.operator();
        boolean ordered = operator == Operator.GT
                || operator == Operator.GE
                || operator == Operator.LT
                || operator == Operator.LE;
        if (compared.isBoolean()
                && (ordered || operator == Operator.CO || operator == Operator.SW || operator == Operator.EW)) {
            throw ScimException.invalidFilter(
                    "'" + compare.name() + "' is true or false and can only be compared with eq, ne and pr");
        }
        JsonNode value = compare.value();
        boolean text = value == null || value.isTextual();
        if (compared.isComplex() && compared.sub("value") == null && value != null && !value.isNull()) {
            throw ScimException.invalidFilter("'" + compare.name() + "' has parts. Compare one of them, such as '"
                    + compare.name() + "."
                    + compared.subAttributes().values().iterator().next().name() + "'");
        }
        if (compared.isBoolean() && value != null && !value.isNull() && !isBoolean(value)) {
            throw ScimException.invalidFilter("'" + compare.name() + "' is compared with '"
                    + ScimException.shown(value.asText()) + "', which is not true or false");
        }
        if (ordered && !text) {
            throw ScimException.invalidFilter("'" + compare.name() + "' can only be ordered by a text");
        }
        if (compared.type().equals("dateTime")
                && ordered
                && value != null
                && FilterMatch.time(value.asText()) == null) {
            throw ScimException.invalidFilter(
                    "'" + compare.name() + "' is a time. Compare it with one like '2026-01-31T08:00:00Z'");
        }
    }

    private static boolean isBoolean(JsonNode value) {
        return value.isBoolean()
                || value.asText().equalsIgnoreCase("true")
                || value.asText().equalsIgnoreCase("false");
    }

    /** The attribute that a name means; of a complex one the part that it names. */
    private static Attribute attribute(AttributeName name, Set<String> customNames) {
        String schema = name.schema() == null ? UserSchema.schemaOf(name.attribute()) : name.schema();
        String lower = name.attribute().toLowerCase(Locale.ROOT);
        Attribute attribute = null;
        if (UserSchema.CUSTOM.equals(schema)) {
            attribute = customNames.contains(lower) ? Attribute.text(name.attribute(), "") : null;
        } else if (name.schema() == null || UserSchema.CORE.equals(schema)) {
            attribute = lower.equals("id") || lower.equals("schemas")
                    ? Attribute.text(lower, "")
                    : lower.equals("meta") ? META : null;
        }
        Map<String, Attribute> known = UserSchema.attributes(schema == null ? UserSchema.CORE : schema);
        if (attribute == null && known != null && !NOT_FILTERED.contains(lower)) {
            attribute = known.get(lower);
        }
        if (attribute != null && name.sub() != null) {
            attribute = attribute.sub(name.sub());
        }
        if (attribute == null) {
            throw ScimException.invalidFilter("users cannot be filtered by '" + ScimException.shown(name.toString())
                    + "'. Use another attribute, such as userName, externalId, active or emails.value");
        }
        return attribute;
    }
}
