package dev.rollcall.source.scim;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rollcall.source.AnyCase;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A PATCH request (RFC 7644 section 3.5.2) in the dialects that clients speak. Entra ID without its flag:
 * {@code {"op":"Replace","path":"active","value":"False"}}; with it, or Okta:
 * {@code {"op":"replace","value":{"active":false,"name.givenName":"Ana","urn:…:User:department":"Stores"}}}.
 */
final class PatchOperations {
    private static final int MOST = 100;
    private static final int MOST_NAMES = 1000;

    private final List<Operation> operations;

    /** One operation; {@code path} is {@code null} where the value's names are the paths. */
    record Operation(
            int number,
            Kind kind,
            @Nullable PatchPath path,
            @Nullable JsonNode value) {}

    enum Kind {
        ADD,
        REPLACE,
        REMOVE
    }

    /** The user after the operations, and the attributes that had no effect. */
    record Patched(ObjectNode document, Set<String> unknown) {}

    private PatchOperations(List<Operation> operations) {
        this.operations = operations;
    }

    /**
     * Reads a request.
     *
     * @throws ScimException 400 that names the operation and what is wrong with it
     */
    static PatchOperations parse(JsonNode body) {
        JsonNode list = AnyCase.get(body, "Operations");
        if (list == null || !list.isArray() || list.isEmpty()) {
            throw ScimException.invalidSyntax("the body has no list 'Operations' with at least one operation");
        }
        if (list.size() > MOST) {
            throw ScimException.tooMany("the request has " + list.size()
                    + " operations, but at most 100 are possible. Send several requests");
        }
        List<Operation> operations = new ArrayList<>(list.size());
        for (JsonNode item : list) {
            operations.add(operation(operations.size() + 1, item));
        }
        return new PatchOperations(operations);
    }

    private static Operation operation(int number, JsonNode item) {
        JsonNode op = AnyCase.get(item, "op");
        JsonNode path = AnyCase.get(item, "path");
        JsonNode value = AnyCase.get(item, "value");
        String place = "operation " + number;
        Kind kind =
                switch (op == null || !op.isTextual() ? "" : op.asText().trim().toLowerCase(Locale.ROOT)) {
                    case "add" -> Kind.ADD;
                    case "replace" -> Kind.REPLACE;
                    case "remove" -> Kind.REMOVE;
                    default -> throw ScimException.invalidSyntax(place + " has no 'op' that is add, replace or remove");
                };
        if (path != null && !path.isNull() && !path.isTextual()) {
            throw ScimException.invalidPath(place + ": 'path' has to be a text");
        }
        String written = path == null || path.isNull() ? "" : path.asText();
        boolean pathless = written.isBlank();
        if (pathless && kind == Kind.REMOVE) {
            throw new ScimException(400, "noTarget", place + ": remove needs a 'path'");
        }
        if (pathless && (value == null || !value.isObject())) {
            throw ScimException.invalidValue(
                    place + " has no 'path', so its 'value' has to be an object of attributes");
        }
        if (pathless && value != null && names(value) > MOST_NAMES) {
            throw ScimException.tooMany(place + " has more than " + MOST_NAMES + " attributes. Send several requests");
        }
        if (!pathless && kind != Kind.REMOVE && value == null) {
            throw ScimException.invalidValue(place + ": " + kind.name().toLowerCase(Locale.ROOT) + " needs a 'value'");
        }
        return new Operation(number, kind, pathless ? null : read(place, written), value);
    }

    /** How many names an object has, and the objects in it. */
    private static int names(JsonNode value) {
        int names = value.size();
        for (JsonNode inner : value) {
            names += inner.isObject() ? inner.size() : 0;
        }
        return names;
    }

    private static PatchPath read(String place, String path) {
        try {
            return PatchPath.parse(path);
        } catch (ScimException e) {
            throw ScimException.invalidPath(place + ": " + e.detail());
        }
    }

    /**
     * Applies all operations to a copy; if one of them cannot be applied, none is.
     *
     * @param lists the custom fields' attributes that have several values, in lower case
     */
    Patched applyTo(ObjectNode stored, Set<String> lists) {
        ObjectNode copy = stored.deepCopy();
        Set<String> unknown = new TreeSet<>();
        PatchTarget target = new PatchTarget(copy, lists, unknown);
        for (Operation operation : operations) {
            try {
                apply(operation, target);
            } catch (ScimException e) {
                throw new ScimException(
                        e.status(),
                        e.scimType(),
                        operations.size() == 1 ? e.detail() : "operation " + operation.number() + ": " + e.detail());
            }
        }
        target.finish(stored);
        if (stored.has("userName") && !copy.has("userName")) {
            throw ScimException.mutability("'userName' cannot be removed: every user needs one. Replace it");
        }
        return new Patched(UserDocuments.finished(copy), unknown);
    }

    private static void apply(Operation operation, PatchTarget target) {
        PatchPath path = operation.path();
        if (path != null) {
            target.apply(operation.kind(), path, operation.value(), true);
        } else if (operation.value() != null) {
            operation
                    .value()
                    .fields()
                    .forEachRemaining(field -> pathless(operation, target, field.getKey(), field.getValue()));
        }
    }

    /** One name of an operation without a path: an attribute, a dotted path, a URN, or a schema with its attributes. */
    private static void pathless(Operation operation, PatchTarget target, String name, JsonNode value) {
        target.apply(operation.kind(), PatchPath.parse(name), value, false);
    }
}
