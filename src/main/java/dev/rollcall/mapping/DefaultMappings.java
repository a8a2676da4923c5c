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
     * Member field, or {@code custom.<Name>}, to where its values come from.
     *
     * @throws SettingsProblem for a kind that has no mapping
     */
    static Map<String, FieldMapping> of(String sourceId, String kind, List<CustomField> customFields) {
        return switch (kind) {
            case "scim" -> scim(customFields);
            case "route" -> route(customFields);
            default ->
                throw new SettingsProblem("sources." + sourceId + ".kind", "'" + kind + "' is not known. Use scim.");
        };
    }

    /** RFC 7643 sections 4.1 and 4.3, and Rollcall's own extension for custom fields. */
    private static Map<String, FieldMapping> scim(List<CustomField> customFields) {
        Map<String, FieldMapping> map = new LinkedHashMap<>();
        map.put("email", first("emails[primary eq true].value", "emails[type eq \"work\"].value", "emails.value"));
        map.put("user_name", first("userName"));
        map.put("first_name", first("name.givenName"));
        map.put("middle_name", first("name.middleName"));
        map.put("last_name", first("name.familyName"));
        map.put("display_name", first("displayName", "name.formatted"));
        map.put("employee_id", first(ENTERPRISE + "employeeNumber"));
        map.put("employee_identification_number", first(ENTERPRISE + "employeeNumber"));
        map.put("job_title", first("title"));
        map.put("department", first(ENTERPRISE + "department"));
        map.put("division", first(ENTERPRISE + "division"));
        map.put("cost_center", first(ENTERPRISE + "costCenter"));
        map.put("organization", first(ENTERPRISE + "organization"));
        // An asset system shows a manager by name; most clients send only the id, which is better than nothing.
        map.put("manager", first(ENTERPRISE + "manager.displayName", ENTERPRISE + "manager.value"));
        map.put("role", first("roles[primary eq true].value", "roles.value"));
        map.put("phone_number", first("phoneNumbers[type eq \"work\"].value", "phoneNumbers[not (type pr)].value"));
        map.put("mobile_phone", first("phoneNumbers[type eq \"mobile\"].value"));
        map.put("fax", first("phoneNumbers[type eq \"fax\"].value"));
        // Entra fills formatted with the office's name, so it names the address and is not a street.
        address(map, "address_name", "formatted");
        address(map, "address_line_1", "streetAddress");
        address(map, "city", "locality");
        address(map, "state", "region");
        address(map, "zip_code", "postalCode");
        address(map, "country", "country");
        map.put("time_zone", first("timezone"));
        map.put("preferred_language", first("preferredLanguage"));
        for (CustomField field : customFields) {
            map.put(Member.CUSTOM + field.name(), first(CustomFieldNames.scimPath(field.name())));
        }
        return map;
    }

    /** Users of a route of the integration team's own have the member fields' names. */
    private static Map<String, FieldMapping> route(List<CustomField> customFields) {
        Map<String, FieldMapping> map = new LinkedHashMap<>();
        Member.FIELDS.forEach(field -> map.put(field, first(field)));
        for (CustomField field : customFields) {
            map.put(Member.CUSTOM + field.name(), first(CustomFieldNames.scimAttributeName(field.name())));
        }
        return map;
    }

    /** Of the work address where there is one, or else of any; the two are never mixed, since one may be the home. */
    private static void address(Map<String, FieldMapping> map, String field, String part) {
        FieldMapping mapping = first("addresses[type eq \"work\"]." + part, "addresses." + part);
        map.put(field, mapping.firstAloneWhere("addresses[type eq \"work\"].type"));
    }

    /** The first path that is not empty. */
    private static FieldMapping first(String... paths) {
        return FieldMapping.ofPaths(List.of(paths));
    }
}
