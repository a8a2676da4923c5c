package dev.rollcall.source.scim;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rollcall.member.Member;
import dev.rollcall.source.MemberShape;
import dev.rollcall.source.SourceUser;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Shows a member that no source owns as a SCIM user, made from the member's fields. */
@Component
final class UnownedShape implements MemberShape {
    @Override
    public SourceUser of(Member member) {
        ObjectNode user = JsonNodeFactory.instance.objectNode();
        String email = member.field("email");
        put(user, "userName", member.field("user_name") == null ? email : member.field("user_name"));
        ObjectNode name = JsonNodeFactory.instance.objectNode();
        put(name, "givenName", member.field("first_name"));
        put(name, "middleName", member.field("middle_name"));
        put(name, "familyName", member.field("last_name"));
        if (!name.isEmpty()) {
            user.set("name", name);
        }
        put(user, "displayName", member.field("display_name"));
        put(user, "title", member.field("job_title"));
        put(user, "preferredLanguage", member.field("preferred_language"));
        put(user, "timezone", member.field("time_zone"));
        user.put("active", member.active());
        if (email != null) {
            user.putArray("emails")
                    .addObject()
                    .put("value", email)
                    .put("type", "work")
                    .put("primary", true);
        }
        typed(user, "phoneNumbers", "work", member.field("phone_number"));
        typed(user, "phoneNumbers", "mobile", member.field("mobile_phone"));
        typed(user, "phoneNumbers", "fax", member.field("fax"));
        address(user, member);
        if (member.role() != null) {
            user.putArray("roles").addObject().put("value", member.role()).put("primary", true);
        }
        ObjectNode enterprise = JsonNodeFactory.instance.objectNode();
        put(enterprise, "employeeNumber", member.field("employee_id"));
        put(enterprise, "department", member.field("department"));
        put(enterprise, "division", member.field("division"));
        put(enterprise, "costCenter", member.field("cost_center"));
        put(enterprise, "organization", member.field("organization"));
        if (!enterprise.isEmpty()) {
            user.set(UserSchema.ENTERPRISE, enterprise);
        }
        return ScimUsers.sourceUser(UserDocuments.withSchemas(user));
    }

    private static void address(ObjectNode user, Member member) {
        ObjectNode address = JsonNodeFactory.instance.objectNode();
        put(address, "streetAddress", member.field("address_line_1"));
        put(address, "locality", member.field("city"));
        put(address, "region", member.field("state"));
        put(address, "postalCode", member.field("zip_code"));
        put(address, "country", member.field("country"));
        if (!address.isEmpty()) {
            address.put("type", "work");
            user.putArray("addresses").add(address);
        }
    }

    private static void typed(ObjectNode user, String list, String type, @Nullable String value) {
        if (value != null) {
            user.withArray("/" + list).addObject().put("value", value).put("type", type);
        }
    }

    private static void put(ObjectNode object, String name, @Nullable String value) {
        if (value != null && !value.isBlank()) {
            object.put(name, value);
        }
    }
}
