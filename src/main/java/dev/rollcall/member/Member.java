package dev.rollcall.member;

import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A person in the asset system, in the asset system's own terms.
 *
 * @param fields member field name (see {@link #FIELDS}) to value; empty values are left out
 * @param customFields custom field name as the asset system's admin wrote it to value; several values of a
 *     multi-select are joined by {@code ", "}
 * @param requestedRole the role the source asked for, where it is not the one in force
 * @param origins field name, or {@code custom.<Name>}, to where the value came from
 */
public record Member(
        Map<String, String> fields,
        Map<String, String> customFields,
        @Nullable String requestedRole,
        Map<String, Origin> origins) {

    /** The member fields, in AssetSonar's names, in the order a person reads them. */
    public static final List<String> FIELDS = List.of(
            "email",
            "user_name",
            "first_name",
            "middle_name",
            "last_name",
            "display_name",
            "employee_id",
            "employee_identification_number",
            "job_title",
            "department",
            "division",
            "cost_center",
            "organization",
            "manager",
            "role",
            "team",
            "location",
            "status",
            "login_enabled",
            "phone_number",
            "mobile_phone",
            "fax",
            "address_name",
            "address_line_1",
            "address_line_2",
            "city",
            "state",
            "zip_code",
            "country",
            "time_zone",
            "preferred_language",
            "start_date",
            "offboarding_date",
            "description");

    /** The fields that say whether a member is in use, and may sign in. */
    public static final Set<String> STATE = Set.of("status", "login_enabled");

    /** Value of {@code status} for a member in use. */
    public static final String ACTIVE = "active";
    /** Value of {@code status} for a member who left; the assets keep their history. */
    public static final String INACTIVE = "inactive";
    /** Value of {@code status} for a member that waits for a person's decision and is not in the asset system yet. */
    public static final String HELD = "held";

    /** Prefix of a custom field's name where member fields and custom fields share a map. */
    public static final String CUSTOM = "custom.";

    public Member {
        fields = Collections.unmodifiableMap(new TreeMap<>(fields));
        customFields = Collections.unmodifiableMap(new TreeMap<>(customFields));
        origins = Collections.unmodifiableMap(new TreeMap<>(origins));
    }

    /** What people call a member field or {@code custom.<Name>}: {@code Job Title}, or the custom field's own name. */
    public static String label(String field) {
        if (field.startsWith(CUSTOM)) {
            return field.substring(CUSTOM.length());
        }
        if (field.equals("email")) {
            return "E-mail";
        }
        StringBuilder label = new StringBuilder();
        for (String word : field.split("_", -1)) {
            if (!word.isEmpty()) {
                label.append(label.isEmpty() ? "" : " ")
                        .append(word.substring(0, 1).toUpperCase(Locale.ROOT))
                        .append(word.substring(1));
            }
        }
        return label.toString();
    }

    /** The value of a member field, or {@code null} where it is empty. */
    public @Nullable String field(String name) {
        return fields.get(name);
    }

    /** The value of a member field or of {@code custom.<Name>}, or {@code null} where it is empty. */
    public @Nullable String value(String name) {
        return name.startsWith(CUSTOM) ? customFields.get(name.substring(CUSTOM.length())) : fields.get(name);
    }

    /** The role in force. */
    public @Nullable String role() {
        return fields.get("role");
    }

    /** Where the role in force came from. */
    public Origin.@Nullable Kind roleOrigin() {
        Origin origin = origins.get("role");
        return origin == null ? null : origin.kind();
    }

    /** Whether the member is in use. */
    public boolean active() {
        return ACTIVE.equals(fields.get("status"));
    }

    /** Whether the member waits for a person's decision: the asset system does not know it yet. */
    public boolean waits() {
        return HELD.equals(fields.get("status"));
    }

    /** The same member with another value in one field. */
    public Member with(String field, String value) {
        Map<String, String> changed = new TreeMap<>(fields);
        changed.put(field, value);
        return new Member(changed, customFields, requestedRole, origins);
    }
}
