package dev.rollcall.mapping;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rollcall.member.Member;
import dev.rollcall.member.Origin;
import dev.rollcall.member.Problem;
import dev.rollcall.member.ReasonCode;
import dev.rollcall.settings.RollcallSettings;
import dev.rollcall.settings.RollcallSettings.CustomField;
import dev.rollcall.settings.Source;
import dev.rollcall.source.StoredRecord;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Maps one source's records to members. Compiled once a settings version, immutable, safe for many threads, and pure: the
 * same record, state and settings always give the same result.
 */
public final class MemberMapper {
    private static final Set<String> OWN_RULES = Set.of("role", "status");

    private final FaultSentences sentences;
    private final Map<String, FieldMapping> fields = new LinkedHashMap<>();
    private final FieldMapping roleMapping;
    private final RoleResolver roles;
    private final Map<CustomFieldRule, FieldMapping> customFields = new LinkedHashMap<>();
    private final List<String> warnings = new ArrayList<>();

    private MemberMapper(RollcallSettings settings, String sourceId, Source source) {
        this.sentences = sourceId.equals(StoredRecord.UNOWNED)
                ? FaultSentences.byHand(settings.applicationName())
                : FaultSentences.of(settings.applicationName(), source.kind());
        checkNames(settings.customFields());
        SourceMapping mapping = new SourceMapping(sourceId, source, settings.customFields());
        for (String field : Member.FIELDS) {
            if (!OWN_RULES.contains(field)) {
                fields.put(field, mapping.of(field));
            }
        }
        this.roleMapping = mapping.of("role");
        this.roles = new RoleResolver(settings.roles(), source, sentences);
        String defaultRole = roleMapping.defaultValue();
        if (defaultRole != null) {
            roles.check(mapping.key() + ".role.default", defaultRole);
        }
        addAll(settings.customFields(), mapping, sourceId);
    }

    private void addAll(List<CustomField> defined, SourceMapping mapping, String sourceId) {
        List<SettingsProblem> problems = new ArrayList<>();
        fields.forEach((field, own) -> {
            String fallback = own.defaultValue();
            String wanted = fallback == null ? null : MemberFields.wantedInsteadOf(field, fallback);
            if (wanted != null) {
                problems.add(new SettingsProblem(
                        mapping.key() + "." + field + ".default",
                        Quote.of(String.valueOf(fallback)) + " is not " + wanted
                                + ". Choose a value that the field takes."));
            }
        });
        for (CustomField field : defined) {
            try {
                add(new CustomFieldRule(field), mapping, sourceId);
            } catch (SettingsProblem problem) {
                problems.add(problem);
            }
        }
        if (!problems.isEmpty()) {
            throw SettingsProblem.ofAll(problems);
        }
    }

    /**
     * Compiles the mapping of a source.
     *
     * @throws SettingsProblem for settings that cannot work; names the key and the way out
     */
    public static MemberMapper of(RollcallSettings settings, String sourceId) {
        Source source = settings.sources().get(sourceId);
        if (source == null) {
            throw new SettingsProblem("sources." + sourceId, "there is no such source. Add it under sources.");
        }
        return new MemberMapper(settings, sourceId, source);
    }

    private static void checkNames(List<CustomField> fields) {
        for (CustomField field : fields) {
            if (field.name() == null || field.name().isBlank()) {
                throw new SettingsProblem("custom-fields", "a field has no name. Give it one or remove it.");
            }
        }
        CustomFieldNames.scimAttributeNames(fields);
    }

    private void add(CustomFieldRule rule, SourceMapping mapping, String sourceId) {
        FieldMapping own = mapping.of(rule.field());
        String fallback = own.defaultValue();
        if (fallback != null) {
            rule.checked(mapping.key() + "." + rule.field() + ".default", fallback);
        } else if (rule.mandatory() && rule.defaultValue() == null && own.attribute() == null) {
            warnings.add("Mandatory custom field '" + FaultSentences.label(rule.field())
                    + "' can neither be mapped nor filled"
                    + " by default for users of source '" + sourceId + "'. Map an attribute to it, give it a default,"
                    + " or make it optional.");
        }
        customFields.put(rule, own);
    }

    /** What an admin should know of these settings, such as a mandatory field that this source cannot fill. */
    public List<String> warnings() {
        return List.copyOf(warnings);
    }

    /** Every attribute of a source's users that some mapping begins with: what a directory is asked for. */
    public SortedSet<String> attributes() {
        SortedSet<String> attributes = new TreeSet<>(roleMapping.attributes());
        fields.values().forEach(mapping -> attributes.addAll(mapping.attributes()));
        customFields.values().forEach(mapping -> attributes.addAll(mapping.attributes()));
        return attributes;
    }

    /**
     * Maps a record.
     *
     * @param document the user in the source's own shape
     * @param active whether the source says that the user is in use
     * @param previous the member as it is, or {@code null} for a new one; with it, a record that is not active is never
     *     refused
     */
    public MappingResult map(ObjectNode document, boolean active, @Nullable Member previous) {
        Draft draft = new Draft(previous, !active && previous != null, sentences);
        FieldReader reader = new FieldReader(draft, sentences);
        fields.forEach((field, mapping) -> reader.read(field, mapping.read(document)));
        needed(draft);
        customFields.forEach((rule, mapping) -> reader.readCustom(rule, mapping.read(document)));
        draft.put("status", active ? Member.ACTIVE : Member.INACTIVE, Origin.source("active"));
        return draft.result(role(draft, document, previous));
    }

    /** What every member needs, and what it can be worked out from. */
    private void needed(Draft draft) {
        String userName = draft.get("user_name");
        boolean faultyEmail = draft.faulty("email");
        if (draft.get("email") == null && !faultyEmail) {
            if (userName != null && MemberFields.address(userName)) {
                draft.put("email", userName, derived(draft, "user_name"));
            } else {
                missing(draft, "email");
            }
        }
        if (draft.get("last_name") == null && !draft.faulty("last_name")) {
            String displayName = draft.get("display_name");
            String email = draft.get("email");
            if (displayName != null) {
                draft.put("last_name", MemberFields.lastWord(displayName), derived(draft, "display_name"));
            } else if (email != null) {
                draft.put("last_name", email.substring(0, Math.max(1, email.indexOf('@'))), derived(draft, "email"));
            } else if (!faultyEmail || draft.leaving()) {
                // A faulty e-mail is reported already; put right, it gives a last name too.
                missing(draft, "last_name");
            }
        }
    }

    private static Origin derived(Draft draft, String from) {
        return new Origin(Origin.Kind.DERIVED, draft.attribute(from));
    }

    private void missing(Draft draft, String field) {
        FieldMapping mapping = fields.get(field);
        String attribute = mapping == null ? null : mapping.attribute();
        draft.fault(new Problem(ReasonCode.FIELD_MISSING, field, attribute, sentences.fieldMissing(field, attribute)));
    }

    /** Gives the role; returns why the member has to wait for a person's decision, if it does. */
    private @Nullable Problem role(Draft draft, ObjectNode document, @Nullable Member previous) {
        FieldMapping.Reading reading = roleMapping.read(document);
        if (!reading.faults().isEmpty()) {
            draft.fault(FieldReader.unreadable("role", reading, sentences));
            return null;
        }
        RoleDecision decision = roles.resolve(reading, previous);
        if (decision instanceof RoleDecision.Withheld withheld) {
            draft.role(withheld.requested());
            boolean held = withheld.why().code() == ReasonCode.ROLE_HELD;
            if (held && !draft.leaving()) {
                draft.keep("role");
                return withheld.why();
            }
            draft.fault(withheld.why());
            // A member that never got a role leaves with the one for users without.
            if (draft.get("role") != null || !draft.leaving()) {
                return null;
            }
            decision = roles.whenMissing(withheld.requested());
        }
        if (decision instanceof RoleDecision.Granted granted) {
            draft.put("role", granted.role(), granted.origin());
            draft.role(granted.requested());
            if (granted.warning() != null) {
                draft.warn(granted.warning());
            }
        }
        return null;
    }
}
