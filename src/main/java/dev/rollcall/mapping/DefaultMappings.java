package dev.rollcall.mapping;

import dev.rollcall.member.Member;
import dev.rollcall.settings.RollcallSettings.CustomField;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The complete mapping that each kind of source has before anything is configured. A kind (or an LDAP profile) is one
 * method here and one line in {@link #of}.
 */
final class DefaultMappings {
    private static final String ENTERPRISE = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:";

    private DefaultMappings() {}

    /**
     * Member field, or {@code custom.<Name>}, to paths of which the first that is not empty wins.
     *
     * @throws SettingsProblem for a kind that has no mapping
     */
    static Map<String, List<String>> of(String sourceId, String kind, List<CustomField> customFields) {
        return switch (kind) {
            case "scim" -> scim(customFields);
            default ->
                throw new SettingsProblem("sources." + sourceId + ".kind", "'" + kind + "' is not known. Use scim.");
        };
    }

    /** RFC 7643 sections 4.1 and 4.3, and Rollcall's own extension for custom fields. */
    private static Map<String, List<String>> scim(List<CustomField> customFields) {
        Map<String, List<String>> map = new LinkedHashMap<>();
        map.put("email", List.of("emails[primary eq true].value", "emails[type eq \"work\"].value", "emails.value"));
        map.put("user_name", List.of("userName"));
        map.put("first_name", List.of("name.givenName"));
        map.put("middle_name", List.of("name.middleName"));
        map.put("last_name", List.of("name.familyName"));
        map.put("display_name", List.of("displayName", "name.formatted"));
        map.put("employee_id", List.of(ENTERPRISE + "employeeNumber"));
        map.put("employee_identification_number", List.of(ENTERPRISE + "employeeNumber"));
        map.put("job_title", List.of("title"));
        map.put("department", List.of(ENTERPRISE + "department"));
        map.put("division", List.of(ENTERPRISE + "division"));
        map.put("cost_center", List.of(ENTERPRISE + "costCenter"));
        map.put("organization", List.of(ENTERPRISE + "organization"));
        // An asset system shows a manager by name; most clients send only the id, which is better than nothing.
        map.put("manager", List.of(ENTERPRISE + "manager.displayName", ENTERPRISE + "manager.value"));
        map.put("role", List.of("roles[primary eq true].value", "roles.value"));
        map.put("phone_number", List.of("phoneNumbers[type eq \"work\"].value", "phoneNumbers[not (type pr)].value"));
        map.put("mobile_phone", List.of("phoneNumbers[type eq \"mobile\"].value"));
        map.put("fax", List.of("phoneNumbers[type eq \"fax\"].value"));
        // Entra fills formatted with the office's name, so it names the address and is not a street.
        address(map, "address_name", "formatted");
        address(map, "address_line_1", "streetAddress");
        address(map, "city", "locality");
        address(map, "state", "region");
        address(map, "zip_code", "postalCode");
        address(map, "country", "country");
        map.put("time_zone", List.of("timezone"));
        map.put("preferred_language", List.of("preferredLanguage"));
        for (CustomField field : customFields) {
            map.put(Member.CUSTOM + field.name(), List.of(CustomFieldNames.scimPath(field.name())));
        }
        return map;
    }

    private static void address(Map<String, List<String>> map, String field, String part) {
        map.put(field, List.of("addresses[type eq \"work\"]." + part, "addresses." + part));
    }
}
