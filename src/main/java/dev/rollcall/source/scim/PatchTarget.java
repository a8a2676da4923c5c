package dev.rollcall.source.scim;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rollcall.source.AnyCase;
import dev.rollcall.source.scim.PatchOperations.Kind;
import java.util.HashSet;
import java.util.Iterator;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The user that a PATCH is applied to: finds the place that a path points to and changes it there. */
final class PatchTarget {
    private static final Set<String> READ_ONLY = Set.of("id", "meta", "groups");
    private static final Set<String> WITHOUT_EFFECT = Set.of("schemas", "password");

    private final ObjectNode document;
    private final Set<String> lists;
    private final Set<String> unknown;
    /** Parts of the manager that this request names: those of another manager go with that one. */
    private final Set<String> saidOfManager = new HashSet<>();

    PatchTarget(ObjectNode document, Set<String> lists, Set<String> unknown) {
        this.document = document;
        this.lists = lists;
        this.unknown = unknown;
    }

    /**
     * Applies one operation at one path.
     *
     * @param named whether the client named the path; read-only attributes inside a value are passed over instead
     */
    void apply(Kind kind, PatchPath path, @Nullable JsonNode value, boolean named) {
        at(kind, meant(path, value), value, named);
    }

    /**
     * A URN is an extension as a whole where the user has one of that name. If no schema ends in it for sure, it is one where the
     * value is an object, too, as in POST, unless it is an attribute of an extension that the user has.
     */
    private PatchPath meant(PatchPath path, @Nullable JsonNode value) {
        if (path.attribute().isEmpty() || path.filter() != null || UserSchema.isKnown(path.schema())) {
            return path;
        }
        String urn = path.schema() + ":" + path.attribute();
        if (document.has(AnyCase.spelling(document, urn))) {
            return new PatchPath(urn, path.sub() == null ? "" : path.sub(), null, null);
        }
        boolean sends = path.sub() == null
                && value != null
                && value.isObject()
                && !UserSchema.isCertain(path.schema())
                && !document.has(AnyCase.spelling(document, path.schema()));
        return sends ? new PatchPath(urn, "", null, null) : path;
    }

    private void at(Kind kind, PatchPath path, @Nullable JsonNode value, boolean named) {
        Map<String, Attribute> known = UserSchema.attributes(path.schema());
        if (path.attribute().isEmpty()) {
            wholeSchema(kind, path, value);
        } else if (known == null) {
            extension(kind, path, value);
        } else {
            schemaAttribute(kind, path, value, named, known);
        }
        if (kind == Kind.REMOVE || isBlank(value)) {
            dropEmptyExtension(path.schema());
        }
    }

    /** Ends a request: what has no meaning by itself goes; {@code stored} is the user as it was. */
    void finish(ObjectNode stored) {
        for (Attribute attribute : UserSchema.CORE_ATTRIBUTES.values()) {
            if (attribute.multiValued()) {
                PatchList.finish(document, attribute, stored.path(attribute.name()));
            }
        }
    }

    /** A path that is a schema alone: its attributes are the value's. An empty list is what PHP makes of an empty object. */
    private void wholeSchema(Kind kind, PatchPath path, @Nullable JsonNode value) {
        boolean core = path.schema().equals(UserSchema.CORE);
        boolean blank = isBlank(value) || (value != null && value.isArray() && value.isEmpty());
        if (kind == Kind.REMOVE && core) {
            throw ScimException.mutability("the core schema cannot be removed");
        } else if (kind == Kind.REMOVE || blank) {
            if (!core && kind != Kind.ADD) {
                document.remove(AnyCase.spelling(document, path.schema()));
            }
        } else if (value != null && value.isObject()) {
            value.fields()
                    .forEachRemaining(
                            field -> at(kind, within(path.schema(), field.getKey()), field.getValue(), false));
        } else {
            throw ScimException.invalidValue(
                    "'" + path.schema() + "' is a schema, so the value has to be an object of its attributes");
        }
    }

    /** What a name within a schema's object points to; attributes that nobody knows may have names of any form. */
    private static PatchPath within(String schema, String name) {
        if (UserSchema.attributes(schema) == null) {
            return new PatchPath(schema, name, null, null);
        }
        PatchPath inner = PatchPath.parse(name);
        return new PatchPath(schema, inner.attribute(), inner.filter(), inner.sub());
    }

    private void schemaAttribute(
            Kind kind, PatchPath path, @Nullable JsonNode value, boolean named, Map<String, Attribute> known) {
        boolean core = path.schema().equals(UserSchema.CORE);
        String lower = path.attribute().toLowerCase(Locale.ROOT);
        if (core && READ_ONLY.contains(lower)) {
            if (named) {
                throw ScimException.mutability(
                        "'" + path.attribute() + "' is read-only. Remove it from the attribute mapping");
            }
            return;
        }
        Attribute attribute = known.get(lower);
        if (attribute == null || (core && WITHOUT_EFFECT.contains(lower))) {
            if (attribute == null && !WITHOUT_EFFECT.contains(lower)) {
                unknown.add(path.attribute());
            }
            return;
        }
        ObjectNode owner = core ? document : UserDocuments.extension(document, path.schema());
        if (attribute.multiValued()) {
            PatchList.apply(owner, attribute, kind, path, value, unknown);
        } else if (attribute.isComplex()) {
            complex(owner, attribute, kind, path, value);
        } else if (path.sub() != null || path.filter() != null) {
            throw ScimException.invalidPath("'" + attribute.name() + "' has no parts");
        } else {
            set(
                    owner,
                    attribute.name(),
                    kind == Kind.REMOVE ? null : Canonical.value(attribute, value, attribute.name()));
        }
    }

    private void complex(ObjectNode owner, Attribute attribute, Kind kind, PatchPath path, @Nullable JsonNode value) {
        JsonNode old = owner.get(attribute.name());
        if (path.sub() != null) {
            Attribute sub = attribute.sub(path.sub());
            if (sub == null) {
                unknown.add(attribute.name() + "." + path.sub());
                return;
            }
            ObjectNode parts = old instanceof ObjectNode object ? object : owner.putObject(attribute.name());
            JsonNode read =
                    kind == Kind.REMOVE ? null : Canonical.value(sub, value, attribute.name() + "." + sub.name());
            if (isManager(attribute) && read != null) {
                saidOfManager.add(sub.name());
                if (sub.name().equals("value") && !read.equals(parts.get("value"))) {
                    parts.retain(saidOfManager);
                }
            }
            set(parts, sub.name(), read);
            if (parts.isEmpty()) {
                owner.remove(attribute.name());
            }
        } else if (kind == Kind.REMOVE) {
            // A filter on a single-valued attribute, as some clients send: it is removed if the filter holds.
            if (path.filter() == null || (old != null && FilterMatch.matches(path.filter(), old))) {
                owner.remove(attribute.name());
            }
        } else {
            JsonNode read = Canonical.value(attribute, value, attribute.name());
            // Another manager has another name.
            boolean another = isManager(attribute)
                    && read != null
                    && old != null
                    && read.has("value")
                    && !read.get("value").equals(old.get("value"));
            JsonNode sent = value != null && value.isArray() && value.size() == 1 ? value.get(0) : value;
            if (another || !(old instanceof ObjectNode parts) || (read == null && isWhole(attribute, sent))) {
                set(owner, attribute.name(), read);
            } else if (sent != null) {
                // Parts that the value does not name stay; those it sends blank go.
                merge(parts, attribute, sent, read);
                set(owner, attribute.name(), parts.isEmpty() ? null : parts);
            }
        }
    }

    private static boolean isManager(Attribute attribute) {
        return attribute.name().equals("manager");
    }

    /** Whether a blank value means all parts, and not just those that it names: a manager without an id is none. */
    private static boolean isWhole(Attribute attribute, @Nullable JsonNode sent) {
        return !(sent instanceof ObjectNode object)
                || (isManager(attribute) && (object.isEmpty() || AnyCase.get(object, "value") != null));
    }

    private static void merge(ObjectNode parts, Attribute attribute, JsonNode sent, @Nullable JsonNode read) {
        for (Iterator<String> names = sent.fieldNames(); names.hasNext(); ) {
            Attribute sub = attribute.sub(names.next());
            if (sub != null) {
                set(parts, sub.name(), read == null ? null : read.get(sub.name()));
            }
        }
    }

    /** An attribute of an extension that no schema describes: kept as it is sent. */
    private void extension(Kind kind, PatchPath path, @Nullable JsonNode value) {
        ObjectNode owner = UserDocuments.extension(document, path.schema());
        String name = AnyCase.spelling(owner, path.attribute());
        if (kind == Kind.REMOVE && path.filter() != null && path.sub() == null && has(owner, path, name)) {
            ArrayNode list = ExtensionList.of(owner.get(name));
            ExtensionList.remove(list, path.filter());
            set(owner, name, list.isEmpty() ? null : list);
            return;
        }
        if (path.filter() != null || (path.sub() != null && owner.path(name).isArray())) {
            // What the elements of an unknown list mean is unknown, too: it stays as it was sent.
            unknown.add(path.schema() + ":" + path.attribute() + "[]");
            return;
        }
        JsonNode sent = value == null ? null : UserDocuments.withoutNulls(value);
        JsonNode kept = kind == Kind.REMOVE ? null : sent;
        if (kept != null) {
            UserDocuments.checkRoom(owner, path.schema(), name);
        }
        if (path.sub() == null && sent != null && kind != Kind.REPLACE && has(owner, path, name)) {
            ArrayNode list = ExtensionList.of(owner.get(name));
            ExtensionList.change(list, kind, sent);
            set(owner, name, list.isEmpty() ? null : list);
        } else if (path.sub() == null) {
            set(owner, name, kept);
        } else if (kept != null || owner.path(name).isObject()) {
            ObjectNode parts = owner.get(name) instanceof ObjectNode object ? object : owner.putObject(name);
            set(parts, AnyCase.spelling(parts, path.sub()), kept);
            if (parts.isEmpty()) {
                owner.remove(name);
            }
        }
    }

    /** Whether there is a list, or one value of a custom field that may have several. */
    private boolean has(ObjectNode owner, PatchPath path, String name) {
        return owner.path(name).isArray()
                || (owner.path(name).isValueNode()
                        && path.schema().equals(UserSchema.CUSTOM)
                        && lists.contains(name.toLowerCase(Locale.ROOT)));
    }

    private void dropEmptyExtension(String schema) {
        if (!schema.equals(UserSchema.CORE)) {
            String name = AnyCase.spelling(document, schema);
            if (document.path(name).isObject() && document.path(name).isEmpty()) {
                document.remove(name);
            }
        }
    }

    private static boolean isBlank(@Nullable JsonNode value) {
        return value == null
                || value.isNull()
                || (value.isTextual() && value.asText().isBlank());
    }

    static void set(ObjectNode owner, String name, @Nullable JsonNode value) {
        if (value == null) {
            owner.remove(name);
        } else {
            owner.set(name, value);
        }
    }

    /** A list of an attribute; made if need be. */
    static ArrayNode list(ObjectNode owner, Attribute attribute) {
        return owner.get(attribute.name()) instanceof ArrayNode list ? list : owner.putArray(attribute.name());
    }
}
