package dev.rollcall.source.scim;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rollcall.provisioning.Intake;
import dev.rollcall.provisioning.Intent;
import dev.rollcall.source.SourceUser;
import dev.rollcall.source.StoredRecord;
import java.util.UUID;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Turns requests that write users into intents (RFC 7644 sections 3.3, 3.5, 3.6). */
@Component("scimUsers")
public class ScimUsers {
    private final QueueLimit limit;
    private final SourceNotes notes;
    private final CustomAttributes customAttributes;

    ScimUsers(QueueLimit limit, SourceNotes notes, CustomAttributes customAttributes) {
        this.limit = limit;
        this.notes = notes;
        this.customAttributes = customAttributes;
    }

    /** POST /Users. */
    public Intake create(ScimRequest request) {
        return create(request.sourceId(), ScimJson.read(request.body()));
    }

    /** PUT /Users/{id}. */
    public Intake replace(ScimRequest request) {
        return replace(request.sourceId(), request.requiredId(), request.ifMatch(), ScimJson.read(request.body()));
    }

    /** PATCH /Users/{id}. */
    public Intake patch(ScimRequest request) {
        return patch(request.sourceId(), request.requiredId(), request.ifMatch(), ScimJson.read(request.body()));
    }

    /** DELETE /Users/{id}. */
    public Intake delete(ScimRequest request) {
        return delete(request.sourceId(), request.requiredId(), request.ifMatch());
    }

    Intake create(String sourceId, JsonNode body) {
        limit.check();
        UserDocument user = UserDocuments.canonical(body);
        notes.unknownAttributes(sourceId, user.unknown());
        return Intake.of(
                new Intent.Create(sourceId, sourceUser(user.withActive(true).document())));
    }

    Intake replace(String sourceId, UUID id, @Nullable String ifMatch, JsonNode body) {
        limit.check();
        UserDocument user = UserDocuments.canonical(body);
        notes.unknownAttributes(sourceId, user.unknown());
        return Intake.of(new Intent.Edit(
                sourceId,
                id,
                allowed(ifMatch),
                stored -> sourceUser(user.withActive(stored.active()).document()),
                ScimUsers::inactive));
    }

    Intake patch(String sourceId, UUID id, @Nullable String ifMatch, JsonNode body) {
        limit.check();
        PatchOperations operations = PatchOperations.parse(body);
        return Intake.of(new Intent.Edit(
                sourceId, id, allowed(ifMatch), stored -> patched(sourceId, operations, stored), ScimUsers::inactive));
    }

    private SourceUser patched(String sourceId, PatchOperations operations, StoredRecord stored) {
        PatchOperations.Patched patched = operations.applyTo(stored.document(), customAttributes.lists());
        notes.unknownAttributes(sourceId, patched.unknown());
        ObjectNode document = patched.document();
        // Who takes the value away says neither yes nor no: the user stays what it was.
        boolean active = document.path("active").asBoolean(stored.active());
        return new SourceUser(document, active, DocumentKeys.of(document));
    }

    private static ObjectNode inactive(ObjectNode document) {
        return document.put("active", false);
    }

    Intake delete(String sourceId, UUID id, @Nullable String ifMatch) {
        limit.check();
        return Intake.of(new Intent.Remove(sourceId, id, allowed(ifMatch)));
    }

    /** A canonical document with what the pipeline has to know of it. */
    static SourceUser sourceUser(ObjectNode document) {
        return new SourceUser(document, document.path("active").asBoolean(true), DocumentKeys.of(document));
    }

    private static Predicate<StoredRecord> allowed(@Nullable String ifMatch) {
        return record -> ifMatch == null || UserResource.named(ifMatch, record);
    }
}
