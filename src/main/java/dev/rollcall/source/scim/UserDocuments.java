package dev.rollcall.source.scim;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rollcall.source.AnyCase;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Reads the body of POST and PUT into the shape in which users are stored: canonical names, no nulls, no {@code id},
 * {@code meta}, {@code groups} or {@code password}; extensions that nobody knows as they were sent.
 */
final class UserDocuments {
    /** As many characters as a member's text can have. */
    private static final int LONGEST_NAME = 255;

    /** The core schema has some twenty; the rest are extensions. */
    private static final int MOST_ATTRIBUTES = 200;

    /** Of one extension: names compare without case, so that each is looked for among all of them. */
    private static final int MOST_IN_EXTENSION = 1000;

    private static final int MOST_EMAILS = 200;

    private static final Set<String> DROPPED = Set.of("schemas", "id", "meta", "groups", "password");

    private UserDocuments() {}

    /**
     * The body in canonical shape.
     *
     * @throws ScimException 400 invalidValue for a value of the wrong type, or without {@code userName}
     */
    static UserDocument canonical(JsonNode body) {
        ObjectNode document = JsonNodeFactory.instance.objectNode();
        Set<String> unknown = new TreeSet<>();
        schemasAreTexts(body.get("schemas"));
        body.fields().forEachRemaining(field -> put(document, field.getKey(), field.getValue(), unknown));
        return new UserDocument(finished(document), unknown);
    }

    private static void schemasAreTexts(@Nullable JsonNode schemas) {
        if (schemas == null || schemas.isNull() || schemas.isTextual()) {
            return;
        }
        if (!schemas.isArray() || !schemas.valueStream().allMatch(JsonNode::isTextual)) {
            throw ScimException.invalidSyntax("'schemas' has to be a list of URNs");
        }
    }

    private static void put(ObjectNode document, String name, JsonNode value, Set<String> unknown) {
        if (UserSchema.isUrn(name) && !UserSchema.isWhole(name)) {
            if (value.isObject() && name.length() > 4) {
                putSchema(document, name, value, unknown);
            } else {
                unknown.add(name);
            }
        } else if (UserSchema.isUrn(name)) {
            UserSchema.Qualified qualified = UserSchema.split(name);
            if (!qualified.name().isEmpty() && (!value.isObject() || UserSchema.isKnown(qualified.schema()))) {
                putIn(document, qualified.schema(), qualified.name(), value, unknown);
            } else {
                putSchema(document, qualified.name().isEmpty() ? qualified.schema() : name, value, unknown);
            }
        } else {
            String schema = UserSchema.schemaOf(name);
            putIn(document, schema == null ? UserSchema.CORE : schema, name, value, unknown);
        }
    }

    /** An empty list is what PHP makes of an empty object. */
    private static void putSchema(ObjectNode document, String schema, JsonNode value, Set<String> unknown) {
        boolean blank = value.isTextual() && value.asText().isBlank();
        if (value.isNull() || blank || (value.isArray() && value.isEmpty())) {
            return;
        }
        if (!value.isObject()) {
            throw ScimException.invalidValue("'" + schema + "' has to be an object with the extension's attributes");
        }
        value.fields().forEachRemaining(field -> putIn(document, schema, field.getKey(), field.getValue(), unknown));
    }

    /** Sets one attribute of a schema. */
    private static void putIn(ObjectNode document, String schema, String name, JsonNode value, Set<String> unknown) {
        String lower = name.toLowerCase(Locale.ROOT);
        if (schema.equals(UserSchema.CORE) && DROPPED.contains(lower)) {
            return;
        }
        Map<String, Attribute> known = UserSchema.attributes(schema);
        if (known == null) {
            JsonNode kept = withoutNulls(value);
            if (kept != null) {
                ObjectNode extension = extension(document, schema);
                checkRoom(extension, schema, name);
                extension.set(name, kept);
            }
            return;
        }
        Attribute attribute = known.get(lower);
        if (attribute == null) {
            unknown.add(name);
            return;
        }
        JsonNode read = Canonical.value(attribute, value, attribute.name());
        if (read != null) {
            (schema.equals(UserSchema.CORE) ? document : extension(document, schema)).set(attribute.name(), read);
        }
    }

    /** The extension's object in the document, made if need be; its name compares without case. */
    static ObjectNode extension(ObjectNode document, String schema) {
        JsonNode extension = AnyCase.get(document, schema);
        if (extension != null) {
            return (ObjectNode) extension;
        }
        if (document.size() > MOST_ATTRIBUTES) {
            throw ScimException.invalidValue(
                    "the user has more than " + MOST_ATTRIBUTES + " attributes and schemas. Send fewer");
        }
        return document.putObject(schema);
    }

    /** Checks that an extension can have an attribute of that name. */
    static void checkRoom(ObjectNode extension, String schema, String name) {
        if (extension.size() >= MOST_IN_EXTENSION && !extension.has(name)) {
            throw ScimException.invalidValue("'" + ScimException.shown(schema) + "' has more than " + MOST_IN_EXTENSION
                    + " attributes. Send fewer");
        }
    }

    /** A value of an attribute that nobody knows, as it was sent but for nulls; {@code null} where nothing is left. */
    static @Nullable JsonNode withoutNulls(JsonNode value) {
        if (value.isNull() || (value.isTextual() && value.asText().isBlank())) {
            return null;
        }
        if (value.isObject()) {
            ObjectNode kept = JsonNodeFactory.instance.objectNode();
            value.fields().forEachRemaining(field -> {
                JsonNode inner = withoutNulls(field.getValue());
                if (inner != null) {
                    kept.set(field.getKey(), inner);
                }
            });
            return kept.isEmpty() ? null : kept;
        }
        if (value.isArray()) {
            var kept = JsonNodeFactory.instance.arrayNode();
            for (JsonNode item : value) {
                JsonNode inner = withoutNulls(item);
                if (inner != null) {
                    kept.add(inner);
                }
            }
            return kept.isEmpty() ? null : kept;
        }
        return value;
    }

    /** Checks what every user needs, drops empty extensions, and lists the schemas. */
    static ObjectNode finished(ObjectNode document) {
        if (!document.hasNonNull("userName")) {
            throw ScimException.invalidValue(
                    "attribute 'userName' has no value. Map and fill it in your identity provider: every user needs one");
        }
        for (String name : List.of("userName", "externalId", "displayName")) {
            length(name, document.path(name));
        }
        document.path("name").fields().forEachRemaining(part -> length("name." + part.getKey(), part.getValue()));
        if (document.path("emails").size() > MOST_EMAILS) {
            throw ScimException.invalidValue("'emails' has more than " + MOST_EMAILS + " addresses. Send fewer");
        }
        document.path("emails").forEach(email -> length("emails.value", email.path("value")));
        return withSchemas(document);
    }

    /** Drops empty extensions, and lists the schemas. */
    static ObjectNode withSchemas(ObjectNode document) {
        ObjectNode finished = JsonNodeFactory.instance.objectNode();
        var schemas = finished.putArray("schemas").add(UserSchema.CORE);
        document.fields().forEachRemaining(field -> {
            boolean extension = UserSchema.isUrn(field.getKey());
            if (extension && field.getValue().isEmpty()) {
                return;
            }
            if (extension) {
                schemas.add(field.getKey());
            }
            if (!field.getKey().equals("schemas")) {
                finished.set(field.getKey(), field.getValue());
            }
        });
        return finished;
    }

    private static void length(String name, JsonNode value) {
        if (value.asText().length() > LONGEST_NAME) {
            throw ScimException.invalidValue(
                    "'" + name + "' has " + value.asText().length() + " characters, but at most " + LONGEST_NAME
                            + " are possible. Send a shorter value");
        }
    }
}
