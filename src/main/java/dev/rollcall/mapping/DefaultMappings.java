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
    private static final String GOOGLE_WORK = "addresses[type eq \"work\"].";

    private DefaultMappings() {}

    /**
     * Member field, or {@code custom.<Name>}, to where its values come from.
     *
     * @param kind the source's kind, or the profile of an LDAP source
     * @throws SettingsProblem for a kind that has no mapping
     */
    static Map<String, FieldMapping> of(String sourceId, String kind, List<CustomField> customFields) {
        return switch (kind) {
            case "scim" -> scim(customFields);
            case "active-directory" -> activeDirectory();
            case "open-ldap" -> openLdap();
            case "google" -> google(customFields);
            case "route" -> route(customFields);
            default ->
                throw new SettingsProblem(
                        "sources." + sourceId + ".kind",
                        "'" + kind
                                + "' is not known. Use scim, route, google, or ldap with the profile active-directory or open-ldap.");
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
        // An asset system shows a manager by name; most clients send only the id, in whose place the e-mail stands by
        // now.
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

    /** The schema of Active Directory; {@code rollcall…} and the parts of {@code manager} are made by Rollcall while it reads. */
    private static Map<String, FieldMapping> activeDirectory() {
        Map<String, FieldMapping> map = inetOrgPerson();
        map.put("user_name", first("userPrincipalName", "sAMAccountName"));
        map.put("middle_name", first("middleName"));
        map.put("employee_id", first("employeeID", "employeeNumber"));
        map.put("employee_identification_number", first("employeeNumber", "employeeID"));
        map.put("department", first("department"));
        map.put("division", first("division"));
        map.put("organization", first("company", "o"));
        map.put("address_line_1", first("streetAddress"));
        map.put("country", first("co", "c"));
        map.put("description", first("description", "info"));
        return map;
    }

    /** RFC 2798 inetOrgPerson and what it inherits, as OpenLDAP and most other servers have it. */
    private static Map<String, FieldMapping> openLdap() {
        Map<String, FieldMapping> map = inetOrgPerson();
        map.put("user_name", first("uid"));
        map.put("employee_id", first("employeeNumber"));
        map.put("employee_identification_number", first("employeeNumber"));
        map.put("department", first("ou"));
        map.put("division", first("businessCategory"));
        map.put("organization", first("o"));
        map.put("address_line_1", first("street"));
        map.put("country", first("co", "c"));
        map.put("description", first("description"));
        return map;
    }

    private static Map<String, FieldMapping> inetOrgPerson() {
        Map<String, FieldMapping> map = new LinkedHashMap<>();
        map.put("email", first("mail"));
        map.put("first_name", first("givenName"));
        map.put("last_name", first("sn"));
        map.put("display_name", first("displayName", "cn"));
        map.put("job_title", first("title"));
        map.put("cost_center", first("departmentNumber"));
        map.put("manager", first("manager.displayName", "manager.mail"));
        map.put("role", first("rollcallRoles"));
        map.put("location", first("physicalDeliveryOfficeName"));
        map.put("phone_number", first("telephoneNumber"));
        map.put("mobile_phone", first("mobile"));
        map.put("fax", first("facsimileTelephoneNumber"));
        map.put("address_name", first("physicalDeliveryOfficeName"));
        map.put("address_line_2", first("postOfficeBox"));
        map.put("city", first("l"));
        map.put("state", first("st"));
        map.put("zip_code", first("postalCode"));
        map.put("preferred_language", first("preferredLanguage"));
        map.put("offboarding_date", first("rollcallExpires"));
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

    /** Of the work address where there is one, or else of another; two are never mixed, since one may be the home. */
    private static void address(Map<String, FieldMapping> map, String field, String part) {
        FieldMapping mapping = first("addresses[type eq \"work\"]." + part, "addresses." + part);
        map.put(field, mapping.ofOneElement().firstAloneWhere("addresses[type eq \"work\"].type"));
    }

    /**
     * The Directory API's user. What Google has no attribute for is looked for in a custom schema {@code Rollcall}; a role
     * too, as being an administrator of Google Workspace says nothing of the asset system.
     */
    private static Map<String, FieldMapping> google(List<CustomField> customFields) {
        Map<String, FieldMapping> map = new LinkedHashMap<>();
        map.put("email", first("primaryEmail"));
        map.put("user_name", first("primaryEmail"));
        map.put("first_name", first("name.givenName"));
        map.put("middle_name", ownGoogle("middleName"));
        map.put("last_name", first("name.familyName"));
        map.put("display_name", first("name.displayName", "name.fullName"));
        map.put("employee_id", first("externalIds[type eq \"organization\"].value"));
        map.put("employee_identification_number", first("externalIds[type eq \"organization\"].value"));
        organization(map, "job_title", "title");
        organization(map, "department", "department");
        map.put("division", ownGoogle("division"));
        organization(map, "cost_center", "costCenter");
        organization(map, "organization", "name");
        map.put("manager", first("relations[type eq \"manager\"].value"));
        map.put("role", ownGoogle("role"));
        map.put("team", ownGoogle("team"));
        map.put("location", first("organizations[primary eq true].location", "locations.buildingId", "locations.area"));
        map.put("login_enabled", ownGoogle("loginEnabled"));
        map.put("phone_number", first("phones[type eq \"work\"].value", "phones[not (type pr)].value"));
        map.put("mobile_phone", first("phones[type eq \"work_mobile\"].value", "phones[type eq \"mobile\"].value"));
        map.put("fax", first("phones[type eq \"work_fax\"].value"));
        map.put("address_name", ownGoogle("addressName"));
        // The Admin console keeps an address as one text. Home addresses are nobody's business.
        map.put("address_line_1", first(GOOGLE_WORK + "streetAddress", GOOGLE_WORK + "formatted"));
        map.put("address_line_2", first(GOOGLE_WORK + "extendedAddress"));
        map.put("city", first(GOOGLE_WORK + "locality"));
        map.put("state", first(GOOGLE_WORK + "region"));
        map.put("zip_code", first(GOOGLE_WORK + "postalCode"));
        map.put("country", first(GOOGLE_WORK + "country", GOOGLE_WORK + "countryCode"));
        map.put("time_zone", ownGoogle("timeZone"));
        map.put(
                "preferred_language",
                first("languages[preference eq \"preferred\"].languageCode", "languages.languageCode"));
        map.put("start_date", ownGoogle("startDate"));
        map.put("offboarding_date", ownGoogle("offboardingDate"));
        map.put("description", first("notes.value"));
        for (CustomField field : customFields) {
            map.put(Member.CUSTOM + field.name(), ownGoogle(CustomFieldNames.scimAttributeName(field.name())));
        }
        return map;
    }

    /** Of the primary job where there is one, or else of any; the two are never mixed. */
    private static void organization(Map<String, FieldMapping> map, String field, String part) {
        FieldMapping mapping = first("organizations[primary eq true]." + part, "organizations." + part);
        map.put(field, mapping.firstAloneWhere("organizations[primary eq true].primary"));
    }

    private static FieldMapping ownGoogle(String attribute) {
        return first("customSchemas.Rollcall." + attribute);
    }

    /** The first path that is not empty. */
    private static FieldMapping first(String... paths) {
        return FieldMapping.ofPaths(List.of(paths));
    }
}
