package dev.rollcall.source.scim;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rollcall.source.StoredRecord;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import org.jspecify.annotations.Nullable;

/** A stored user as a SCIM resource: the document as it was sent, with {@code id} and {@code meta} (RFC 7643 section 3.1). */
final class UserResource {
    private static final DateTimeFormatter MILLIS =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

    private UserResource() {}

    static ObjectNode of(StoredRecord record, String publicUrl, CustomAttributes custom) {
        ObjectNode resource = JsonNodeFactory.instance.objectNode();
        resource.set("schemas", record.document().get("schemas"));
        resource.put("id", record.id().toString());
        resource.setAll(record.document());
        if (resource.get(UserSchema.CUSTOM) instanceof ObjectNode sent) {
            resource.set(UserSchema.CUSTOM, custom.spelled(sent));
        }
        ObjectNode meta = resource.putObject("meta");
        meta.put("resourceType", "User");
        meta.put("created", MILLIS.format(record.created()));
        meta.put("lastModified", MILLIS.format(record.modified()));
        meta.put("location", location(record.id().toString(), publicUrl));
        meta.put("version", etag(record));
        return resource;
    }

    /** Where the user with this id is, if there is one; {@code id} is a part of a path, encoded. */
    static String location(String id, String publicUrl) {
        return publicUrl + "/scim/v2/Users/" + id;
    }

    /** A weak ETag (RFC 7644 section 3.14). */
    static String etag(StoredRecord record) {
        return "W/\"" + record.version() + "\"";
    }

    /** Whether a header If-Match or If-None-Match names the record's version; {@code *} names every one. */
    static boolean named(@Nullable String header, StoredRecord record) {
        if (header == null) {
            return false;
        }
        for (String tag : header.split(",", -1)) {
            String plain = tag.trim();
            plain = plain.startsWith("W/") ? plain.substring(2) : plain;
            if (plain.equals("*")
                    || plain.equals("\"" + record.version() + "\"")
                    || plain.equals(Long.toString(record.version()))) {
                return true;
            }
        }
        return false;
    }
}
