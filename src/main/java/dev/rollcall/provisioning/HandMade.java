package dev.rollcall.provisioning;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.rollcall.mapping.CustomFieldNames;
import dev.rollcall.mapping.MappingResult;
import dev.rollcall.mapping.MemberMapper;
import dev.rollcall.member.Member;
import dev.rollcall.member.Origin;
import dev.rollcall.settings.RollcallSettings;
import dev.rollcall.settings.Settings;
import dev.rollcall.settings.Source;
import dev.rollcall.source.MemberShape;
import dev.rollcall.source.StorableText;
import dev.rollcall.source.StoredRecord;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.camel.ProducerTemplate;
import org.springframework.stereotype.Component;

/**
 * Members that a person makes in the asset system. They go through the same checks as pushed ones: the form is read like a
 * source whose attributes have the fields' own names, and in which a role that does not exist is refused.
 */
@Component
public class HandMade {
    private final Settings settings;
    private final MemberShape shape;
    private final ProducerTemplate camel;

    HandMade(Settings settings, MemberShape shape, ProducerTemplate camel) {
        this.settings = settings;
        this.shape = shape;
        this.camel = camel;
    }

    /**
     * Makes a member.
     *
     * @param form member field names, and {@code custom.<Name>}, to values
     * @return {@code Recorded}, or {@code Rejected} with every problem
     * @throws IllegalArgumentException for a field that no member has, another status than active and inactive, or a value that
     *     no database takes
     */
    public Outcome make(ObjectNode form, String actor) {
        String status = form.path("status").asText(Member.ACTIVE);
        if (!List.of(Member.ACTIVE, Member.INACTIVE).contains(status)) {
            throw new IllegalArgumentException("the status must be active or inactive");
        }
        MappingResult result = mapper().map(document(form), status.equals(Member.ACTIVE), null);
        if (result instanceof MappingResult.Rejected rejected) {
            return new Outcome.Rejected(true, rejected.problems());
        }
        Member member = result instanceof MappingResult.Mapped mapped
                ? mapped.member()
                : ((MappingResult.Held) result).member();
        Map<String, Origin> origins = new TreeMap<>();
        member.origins()
                .forEach((field, origin) -> origins.put(
                        field, origin.kind() == Origin.Kind.SOURCE ? Origin.of(Origin.Kind.MANUAL) : origin));
        Member made = new Member(member.fields(), member.customFields(), null, origins);
        Intake intake = Intake.of(new Intent.ByHand(made, shape.of(made), actor));
        Outcome outcome =
                camel.requestBody("direct:provision", intake, Intake.class).outcome();
        if (outcome == null) {
            throw new IllegalStateException("the pipeline ended without an outcome");
        }
        return outcome;
    }

    private MemberMapper mapper() {
        RollcallSettings current = settings.current();
        Map<String, JsonNode> attributes = new LinkedHashMap<>();
        for (String field : Member.FIELDS) {
            if (!field.equals("status")) {
                attributes.put(field, TextNode.valueOf(field));
            }
        }
        for (RollcallSettings.CustomField field : current.customFields()) {
            attributes.put(
                    Member.CUSTOM + field.name(), TextNode.valueOf(CustomFieldNames.scimAttributeName(field.name())));
        }
        Source form = new Source(
                "scim",
                "none",
                attributes,
                new RollcallSettings.UnknownRole("do-not-provision", null),
                null,
                null,
                null,
                null,
                null);
        return MemberMapper.of(current.withSources(Map.of(StoredRecord.UNOWNED, form)), StoredRecord.UNOWNED);
    }

    private ObjectNode document(ObjectNode form) {
        List<RollcallSettings.CustomField> custom = settings.current().customFields();
        ObjectNode document = JsonNodeFactory.instance.objectNode();
        form.fields().forEachRemaining(field -> {
            String name = field.getKey();
            if (!StorableText.isStorable(field.getValue().asText())) {
                throw new IllegalArgumentException(
                        "the value of '" + StorableText.storable(name)
                                + "' holds the character U+0000 or half of a surrogate pair, which no text can have. Remove it.");
            }
            // An object would be passed over, and a list's first value taken: neither is what was asked for.
            if (field.getValue().isObject() || field.getValue().isArray() && !name.startsWith(Member.CUSTOM)) {
                throw new IllegalArgumentException("the value of '" + StorableText.storable(name)
                        + "' must be a text. A list of texts goes with custom fields only.");
            }
            if (name.startsWith(Member.CUSTOM)) {
                String label = name.substring(Member.CUSTOM.length());
                if (custom.stream().noneMatch(known -> known.name().equals(label))) {
                    throw new IllegalArgumentException("there is no custom field '" + label + "'");
                }
                document.set(CustomFieldNames.scimAttributeName(label), field.getValue());
            } else if (Member.FIELDS.contains(name)) {
                document.set(name, field.getValue());
            } else {
                throw new IllegalArgumentException(
                        "there is no member field '" + name + "'. Fields: " + String.join(", ", Member.FIELDS));
            }
        });
        return document;
    }
}
