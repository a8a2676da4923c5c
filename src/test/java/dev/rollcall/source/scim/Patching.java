package dev.rollcall.source.scim;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Set;

/** Applies a PATCH to a user named ana, for tests; texts are JSON with single quotes. */
final class Patching {
    static final String ENT = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";
    static final String CORE = "urn:ietf:params:scim:schemas:core:2.0:User";
    static final String OURS = "urn:ietf:params:scim:schemas:extension:rollcall:2.0:User";
    static final String ACME = "urn:ietf:params:scim:schemas:extension:Acme:2.0:User";
    /** Its name does not say where it ends. */
    static final String PLAIN = "urn:acme:person";
    /** It ends in its version. */
    static final String VERSION = "urn:ietf:params:scim:schemas:extension:badges:1.0";
    /** Okta's own namespaces look like this. */
    static final String OKTA = "urn:okta:acme_app:1.0:user:custom";

    private Patching() {}

    static PatchOperations.Patched patched(String before, String operations) {
        ObjectNode stored = UserDocuments.canonical(
                        Json.of("{'userName':'ana'" + (before.contains("'active'") ? "" : ",'active':true")
                                + (before.isEmpty() ? "" : ",") + before + "}"))
                .document();
        ObjectNode copy = stored.deepCopy();
        PatchOperations.Patched after =
                PatchOperations.parse(Json.patch(operations)).applyTo(stored, Set.of());
        assertThat(stored).as("the stored user is not touched").isEqualTo(copy);
        return after;
    }

    /** The operations make of one user the other, both without userName, active and schemas where those are as always. */
    static void understood(String before, String operations, String after) {
        ObjectNode document = patched(before, operations).document().deepCopy();
        document.remove(List.of("schemas", "active"));
        assertThat(document).isEqualTo(Json.object("{'userName':'ana'" + (after.isEmpty() ? "" : ",") + after + "}"));
    }
}
