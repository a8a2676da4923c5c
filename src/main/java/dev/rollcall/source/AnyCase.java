package dev.rollcall.source;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Iterator;
import org.jspecify.annotations.Nullable;

/** Members of JSON objects by their names, which compare without case: SCIM's (RFC 7643 section 2.1), LDAP's, columns'. */
public final class AnyCase {
    private AnyCase() {}

    /** The member of that name; the exact spelling is tried first, since it is nearly always right. */
    public static @Nullable JsonNode get(JsonNode object, String name) {
        JsonNode exact = object.get(name);
        return exact != null ? exact : object.get(spelling(object, name));
    }

    /** The spelling in which the object has the name already, or else the name. */
    public static String spelling(JsonNode object, String name) {
        if (object.has(name)) {
            return name;
        }
        for (Iterator<String> names = object.fieldNames(); names.hasNext(); ) {
            String own = names.next();
            if (own.equalsIgnoreCase(name)) {
                return own;
            }
        }
        return name;
    }
}
