package dev.rollcall.source.scim;

import static dev.rollcall.source.scim.Attribute.bool;
import static dev.rollcall.source.scim.Attribute.complex;
import static dev.rollcall.source.scim.Attribute.text;

import java.util.ArrayList;
import java.util.List;

/** The schemas of the discovery documents themselves (RFC 7643 section 8.7.2): all of it is for reading only. */
final class MetaSchemas {
    private static final String PREFIX = "urn:ietf:params:scim:schemas:core:2.0:";

    record MetaSchema(String id, String name, String description, List<Attribute> attributes) {}

    private MetaSchemas() {}

    static List<MetaSchema> all() {
        return List.of(providerConfig(), resourceType(), schema());
    }

    private static MetaSchema of(String id, String name, String description, List<Attribute> attributes) {
        return new MetaSchema(
                PREFIX + id,
                name,
                description,
                attributes.stream().map(Attribute::readOnly).toList());
    }

    private static MetaSchema providerConfig() {
        Attribute supported = bool("supported", "Whether it is supported");
        return of(
                "ServiceProviderConfig",
                "Service Provider Configuration",
                "What this server can do",
                List.of(
                        reference("documentationUri", "Documentation"),
                        complex("patch", false, "PATCH", List.of(supported)),
                        complex(
                                "bulk",
                                false,
                                "Bulk operations",
                                List.of(
                                        supported,
                                        number("maxOperations", "Most operations a request"),
                                        number("maxPayloadSize", "Largest body in bytes"))),
                        complex(
                                "filter",
                                false,
                                "Filters",
                                List.of(supported, number("maxResults", "Most resources a page"))),
                        complex("changePassword", false, "Changing passwords", List.of(supported)),
                        complex("sort", false, "Sorting", List.of(supported)),
                        complex("etag", false, "ETags", List.of(supported)),
                        complex(
                                "pagination",
                                false,
                                "Paging",
                                List.of(
                                        bool("cursor", "By cursor"),
                                        bool("index", "By index"),
                                        text("defaultPaginationMethod", "'index' or 'cursor'"),
                                        number("defaultPageSize", "Resources a page if none are asked for"),
                                        number("maxPageSize", "Most resources a page"))),
                        complex(
                                "authenticationSchemes",
                                true,
                                "Ways to authenticate",
                                List.of(
                                        text("type", "Kind"),
                                        text("name", "Name"),
                                        text("description", "Description"),
                                        reference("specUri", "Specification"),
                                        bool("primary", "Whether it is preferred")))));
    }

    private static MetaSchema resourceType() {
        return of(
                "ResourceType",
                "ResourceType",
                "A type of resources",
                List.of(
                        text("id", "Id"),
                        text("name", "Name"),
                        text("description", "Description"),
                        reference("endpoint", "Path under the base URL"),
                        reference("schema", "Main schema"),
                        complex(
                                "schemaExtensions",
                                true,
                                "Extensions",
                                List.of(reference("schema", "URN"), bool("required", "Whether it has to be there")))));
    }

    private static MetaSchema schema() {
        List<Attribute> characteristics = List.of(
                text("name", "Name"),
                text("type", "Data type"),
                bool("multiValued", "Whether it is a list"),
                text("description", "Description"),
                bool("required", "Whether it has to be there"),
                text("canonicalValues", "Values that are suggested").asList(),
                bool("caseExact", "Whether it compares with case"),
                text("mutability", "Whether it can be written"),
                text("returned", "When it is returned"),
                text("uniqueness", "Where it is unique"),
                text("referenceTypes", "What an address may point to").asList());
        List<Attribute> all = new ArrayList<>(characteristics);
        all.add(complex("subAttributes", true, "Parts of a complex attribute", characteristics));
        return of(
                "Schema",
                "Schema",
                "A schema",
                List.of(
                        text("id", "URN"),
                        text("name", "Name"),
                        text("description", "Description"),
                        complex("attributes", true, "Attributes", all)));
    }

    private static Attribute reference(String name, String description) {
        return text(name, description).ofType("reference");
    }

    private static Attribute number(String name, String description) {
        return text(name, description).ofType("integer");
    }
}
