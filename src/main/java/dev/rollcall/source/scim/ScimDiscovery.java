package dev.rollcall.source.scim;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rollcall.settings.Settings;
import java.util.ArrayList;
import java.util.List;
import org.springframework.stereotype.Component;

/** Says what this server can do, as it is set up (RFC 7644 section 4, RFC 7643 sections 5 to 7). */
@Component("scimDiscovery")
public class ScimDiscovery {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final String CORE_SCHEMA = "urn:ietf:params:scim:schemas:core:2.0:";

    private final Settings settings;

    ScimDiscovery(Settings settings) {
        this.settings = settings;
    }

    /** GET /ServiceProviderConfig (RFC 7643 section 5; pagination as in RFC 9865 section 4). */
    public ScimAnswer providerConfig(ScimRequest request) {
        refuseFilter(request, "ServiceProviderConfig");
        ObjectNode config = NODES.objectNode();
        config.putArray("schemas").add(CORE_SCHEMA + "ServiceProviderConfig");
        config.putObject("patch").put("supported", true);
        config.putObject("bulk")
                .put("supported", true)
                .put("maxOperations", BulkOperation.MOST)
                .put("maxPayloadSize", 1 << 20);
        config.putObject("filter").put("supported", true).put("maxResults", ListQuery.MOST);
        config.putObject("changePassword").put("supported", false);
        config.putObject("sort").put("supported", true);
        config.putObject("etag").put("supported", true);
        config.putObject("pagination")
                .put("cursor", true)
                .put("index", true)
                .put("defaultPaginationMethod", "index")
                .put("defaultPageSize", ListQuery.USUAL)
                .put("maxPageSize", ListQuery.MOST);
        ArrayNode schemes = config.putArray("authenticationSchemes");
        scheme(schemes, "oauthbearertoken", "Bearer token", "Authorization: Bearer with a token of the source")
                .put("primary", true);
        scheme(schemes, "httpbasic", "HTTP Basic", "Any user name, the token as the password");
        meta(config, "ServiceProviderConfig", "/ServiceProviderConfig");
        return ScimAnswer.of(200, config);
    }

    private static ObjectNode scheme(ArrayNode schemes, String type, String name, String description) {
        return schemes.addObject()
                .put("type", type)
                .put("name", name)
                .put("description", description)
                .put(
                        "specUri",
                        type.equals("httpbasic")
                                ? "https://www.rfc-editor.org/info/rfc7617"
                                : "https://www.rfc-editor.org/info/rfc6750");
    }

    /** GET /ResourceTypes and /ResourceTypes/{id} (RFC 7643 section 6): users. */
    public ScimAnswer resourceTypes(ScimRequest request) {
        return oneOf("ResourceTypes", List.of(userType()), request);
    }

    private ObjectNode userType() {
        ObjectNode type = NODES.objectNode();
        type.putArray("schemas").add(CORE_SCHEMA + "ResourceType");
        type.put("id", "User")
                .put("name", "User")
                .put("endpoint", "/Users")
                .put("description", "User accounts")
                .put("schema", UserSchema.CORE);
        ArrayNode extensions = type.putArray("schemaExtensions");
        extensions.addObject().put("schema", UserSchema.ENTERPRISE).put("required", false);
        if (!settings.current().customFields().isEmpty()) {
            // Not required: a mandatory custom field may have a default, or be mapped from another attribute.
            extensions.addObject().put("schema", UserSchema.CUSTOM).put("required", false);
        }
        meta(type, "ResourceType", "/ResourceTypes/User");
        return type;
    }

    /** GET /Schemas and /Schemas/{id} (RFC 7643 section 7), the custom fields' extension among them. */
    public ScimAnswer schemas(ScimRequest request) {
        List<ObjectNode> schemas = new ArrayList<>();
        schemas.add(schema(UserSchema.CORE, "User", "User account", UserSchema.CORE_ATTRIBUTES.values()));
        schemas.add(schema(
                UserSchema.ENTERPRISE, "EnterpriseUser", "Enterprise user", UserSchema.ENTERPRISE_ATTRIBUTES.values()));
        List<Attribute> custom = CustomAttributes.of(settings.current());
        if (!custom.isEmpty()) {
            schemas.add(schema(
                    UserSchema.CUSTOM,
                    "CustomFields",
                    "Custom fields of " + settings.current().applicationName(),
                    custom));
        }
        schemas.addAll(MetaSchemas.all().stream()
                .map(meta -> schema(meta.id(), meta.name(), meta.description(), meta.attributes()))
                .toList());
        return oneOf("Schemas", schemas, request);
    }

    /** Every verb on /Me: a provisioning token stands for no user (RFC 7644 section 3.11). */
    public ScimAnswer me(ScimRequest request) {
        throw new ScimException(
                501, null, "a token stands for a source and not for a user, so there is no /Me. Use /Users");
    }

    private ObjectNode schema(String id, String name, String description, Iterable<Attribute> attributes) {
        ObjectNode schema = NODES.objectNode();
        schema.putArray("schemas").add(CORE_SCHEMA + "Schema");
        schema.put("id", id).put("name", name).put("description", description);
        ArrayNode list = schema.putArray("attributes");
        attributes.forEach(attribute -> list.add(described(attribute)));
        meta(schema, "Schema", "/Schemas/" + id);
        return schema;
    }

    private static ObjectNode described(Attribute attribute) {
        ObjectNode described = NODES.objectNode();
        described.put("name", attribute.name()).put("type", attribute.type());
        if (attribute.isComplex()) {
            ArrayNode parts = described.putArray("subAttributes");
            attribute.subAttributes().values().forEach(part -> parts.add(described(part)));
        }
        described
                .put("multiValued", attribute.multiValued())
                .put("description", attribute.description())
                .put("required", attribute.required());
        if (!attribute.isComplex() && !attribute.isBoolean()) {
            described.put("caseExact", attribute.caseExact());
        }
        described.put("mutability", attribute.mutability());
        described.put("returned", attribute.mutability().equals("writeOnly") ? "never" : "default");
        described.put("uniqueness", attribute.uniqueness());
        if (!attribute.canonicalValues().isEmpty()) {
            ArrayNode values = described.putArray("canonicalValues");
            attribute.canonicalValues().forEach(values::add);
        }
        if (attribute.type().equals("reference")) {
            described.putArray("referenceTypes").add(referenceType(attribute.name()));
        }
        return described;
    }

    /** Users point to users; schemas and endpoints are URIs (RFC 7643 section 8.7.2). */
    private static String referenceType(String name) {
        return switch (name) {
            case "$ref" -> "User";
            case "schema", "endpoint" -> "uri";
            default -> "external";
        };
    }

    private void meta(ObjectNode resource, String type, String path) {
        resource.putObject("meta")
                .put("resourceType", type)
                .put("location", settings.current().publicUrl() + "/scim/v2" + path);
    }

    private static void refuseFilter(ScimRequest request, String endpoint) {
        if (request.query().containsKey("filter")) {
            throw ScimException.forbidden("/" + endpoint + " cannot be filtered (RFC 7644 section 4)");
        }
    }

    /** The whole list, or the one whose id the path ends with. */
    private static ScimAnswer oneOf(String collection, List<ObjectNode> all, ScimRequest request) {
        String path = request.path();
        refuseFilter(request, collection);
        if (!path.endsWith("/" + collection)) {
            String id = path.substring(path.lastIndexOf('/') + 1);
            return all.stream()
                    .filter(one -> one.get("id").asText().equalsIgnoreCase(decoded(id)))
                    .findFirst()
                    .map(one -> ScimAnswer.of(200, one))
                    .orElseThrow(
                            () -> new ScimException(404, null, "there is nothing with this id under /" + collection));
        }
        return ScimAnswer.list(all);
    }

    private static String decoded(String id) {
        return id.replace("%3A", ":").replace("%3a", ":");
    }
}
