package dev.rollcall.source.scim;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rollcall.source.scim.Filter.AttributeName;
import dev.rollcall.source.scim.Filter.Operator;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Says a filter in SQL over {@code source_record r}, as far as its columns go. What they cannot say becomes a condition
 * that holds for more, marked as not exact. Values are parameters, always; texts are constants of this class.
 */
final class FilterSql {
    private FilterSql() {}

    static SqlCondition of(Filter filter) {
        if (filter instanceof Filter.And and) {
            return joined(and.parts(), " AND ");
        }
        if (filter instanceof Filter.Or or) {
            // One part that holds for more makes the whole hold for everybody.
            return or.parts().stream().map(FilterSql::of).allMatch(SqlCondition::exact)
                    ? joined(or.parts(), " OR ")
                    : SqlCondition.UNKNOWN;
        }
        if (filter instanceof Filter.Not not) {
            SqlCondition inner = of(not.part());
            // A comparison with NULL is neither true nor false in SQL; CASE makes it false.
            return inner.exact()
                    ? new SqlCondition(
                            "CASE WHEN " + inner.where() + " THEN FALSE ELSE TRUE END", inner.parameters(), true)
                    : SqlCondition.UNKNOWN;
        }
        if (filter instanceof Filter.Element element) {
            return element(element);
        }
        return compare((Filter.Compare) filter);
    }

    private static SqlCondition joined(List<Filter> parts, String word) {
        StringBuilder where = new StringBuilder("(");
        List<Object> parameters = new ArrayList<>();
        boolean exact = true;
        for (Filter part : parts) {
            SqlCondition condition = of(part);
            where.append(where.length() > 1 ? word : "").append(condition.where());
            parameters.addAll(condition.parameters());
            exact &= condition.exact();
        }
        return new SqlCondition(where.append(')').toString(), parameters, exact);
    }

    /** The e-mail inside brackets narrows by index; whether the type fits is tested on the document. */
    private static SqlCondition element(Filter.Element element) {
        if (!element.name().attribute().equalsIgnoreCase("emails")) {
            return SqlCondition.UNKNOWN;
        }
        List<Filter> parts = element.condition() instanceof Filter.And and ? and.parts() : List.of(element.condition());
        for (Filter part : parts) {
            if (part instanceof Filter.Compare compare
                    && compare.operator() == Operator.EQ
                    && compare.name().attribute().equalsIgnoreCase("value")
                    && compare.value() != null
                    && !compare.value().isNull()) {
                SqlCondition email = email(folded(compare.value()));
                return new SqlCondition(email.where(), email.parameters(), parts.size() == 1);
            }
        }
        return SqlCondition.UNKNOWN;
    }

    private static SqlCondition compare(Filter.Compare compare) {
        AttributeName name = compare.name();
        JsonNode value = compare.value();
        if (value != null && value.isNull()) {
            return SqlCondition.UNKNOWN;
        }
        String attribute = name.toString().toLowerCase(Locale.ROOT);
        String core = UserSchema.CORE.toLowerCase(Locale.ROOT) + ":";
        attribute = attribute.startsWith(core) ? attribute.substring(core.length()) : attribute;
        return switch (attribute) {
            case "id" -> id(compare.operator(), value);
            case "active" -> active(compare.operator(), value);
            case "meta.resourcetype" -> resourceType(compare.operator(), value);
            case "meta.created" -> time("r.created", compare.operator(), value);
            case "meta.lastmodified" -> time("r.modified", compare.operator(), value);
            case "emails", "emails.value" ->
                compare.operator() == Operator.EQ && value != null ? email(folded(value)) : SqlCondition.UNKNOWN;
            case "externalid" -> text("r.external_id", compare.operator(), value == null ? "" : value.asText());
            case "username" -> text("r.user_name", compare.operator(), folded(value));
            case "displayname" -> text("r.display_name", compare.operator(), folded(value));
            case "name.formatted" -> text("r.formatted_name", compare.operator(), folded(value));
            case "name.givenname" -> text("r.given_name", compare.operator(), folded(value));
            case "name.familyname" -> text("r.family_name", compare.operator(), folded(value));
            default -> SqlCondition.UNKNOWN;
        };
    }

    private static SqlCondition text(String column, Operator operator, String value) {
        return switch (operator) {
            case EQ -> new SqlCondition(column + " = ?", List.of(value), true);
            case NE -> new SqlCondition("(" + column + " <> ? OR " + column + " IS NULL)", List.of(value), true);
            case PR -> new SqlCondition(column + " IS NOT NULL", List.of(), true);
            case SW -> new SqlCondition(column + " LIKE ? ESCAPE '!'", List.of(escaped(value) + "%"), true);
            case EW -> new SqlCondition(column + " LIKE ? ESCAPE '!'", List.of("%" + escaped(value)), true);
            case CO -> new SqlCondition(column + " LIKE ? ESCAPE '!'", List.of("%" + escaped(value) + "%"), true);
            // The database orders by code point and Java by UTF-16 unit: let one of them decide.
            case GT, GE, LT, LE -> SqlCondition.UNKNOWN;
        };
    }

    private static String escaped(String value) {
        return value.replace("!", "!!").replace("%", "!%").replace("_", "!_");
    }

    private static SqlCondition email(String value) {
        return new SqlCondition(SqlCondition.BY_EMAIL, List.of(value, value), true);
    }

    private static SqlCondition id(Operator operator, @Nullable JsonNode value) {
        UUID id = value == null ? null : ScimRequests.uuid(value.asText());
        return switch (operator) {
            case PR -> SqlCondition.ALL;
            case EQ -> id == null ? SqlCondition.NONE : new SqlCondition("r.id = ?", List.of(id), true);
            case NE -> id == null ? SqlCondition.ALL : new SqlCondition("r.id <> ?", List.of(id), true);
            default -> SqlCondition.UNKNOWN;
        };
    }

    /** All of them are users: searches of all resources ask for that (RFC 7644 section 3.4.2.1). */
    private static SqlCondition resourceType(Operator operator, @Nullable JsonNode value) {
        if (operator != Operator.EQ || value == null) {
            return SqlCondition.UNKNOWN;
        }
        return folded(value).equals("user") ? SqlCondition.ALL : SqlCondition.NONE;
    }

    private static SqlCondition active(Operator operator, @Nullable JsonNode value) {
        if (operator == Operator.PR || value == null) {
            return SqlCondition.ALL;
        }
        boolean wanted = value.asText().equalsIgnoreCase("true") == (operator == Operator.EQ);
        return new SqlCondition(wanted ? "r.active" : "NOT r.active", List.of(), true);
    }

    private static SqlCondition time(String column, Operator operator, @Nullable JsonNode value) {
        Instant time = value == null ? null : FilterMatch.time(value.asText());
        String sign =
                switch (operator) {
                    case EQ -> "=";
                    case NE -> "<>";
                    case GT -> ">";
                    case GE -> ">=";
                    case LT -> "<";
                    case LE -> "<=";
                    default -> "";
                };
        if (operator == Operator.PR) {
            return SqlCondition.ALL;
        }
        return sign.isEmpty() || time == null
                ? SqlCondition.UNKNOWN
                : new SqlCondition(column + " " + sign + " ?", List.of(time.atOffset(ZoneOffset.UTC)), true);
    }

    /** As columns have it; {@code pr} compares with no value. */
    private static String folded(@Nullable JsonNode value) {
        return value == null ? "" : value.asText().toLowerCase(Locale.ROOT);
    }
}
