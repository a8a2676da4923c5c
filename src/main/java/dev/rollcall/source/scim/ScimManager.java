package dev.rollcall.source.scim;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rollcall.source.ManagerReference;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** {@code manager.value} of the enterprise extension (RFC 7643 section 4.3): Entra ID sends our id of the manager there. */
@Component
final class ScimManager implements ManagerReference {
    @Override
    public @Nullable UUID idIn(ObjectNode document) {
        String value = document.path(UserSchema.ENTERPRISE)
                .path("manager")
                .path("value")
                .asText();
        return value.length() == 36 ? ScimRequests.uuid(value) : null;
    }

    @Override
    public ObjectNode named(ObjectNode document, String name) {
        ObjectNode named = document.deepCopy();
        named.withObject("/" + UserSchema.ENTERPRISE + "/manager").put("value", name);
        return named;
    }
}
