package dev.rollcall.source.scim;

import static dev.rollcall.source.scim.Attribute.bool;
import static dev.rollcall.source.scim.Attribute.complex;
import static dev.rollcall.source.scim.Attribute.text;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The schemas of the discovery documents themselves (RFC 7643 section 8.7.2). */
final class MetaSchemas {
    private static final String PREFIX = "urn:ietf:params:scim:schemas:core:2.0:";

    record MetaSchema(String id, String name, String description, List<Attribute> attributes) {}

    private MetaSchemas() {}

    static List<MetaSchema> all() {
        return List.of(providerConfig(), resourceType(), schema());
    }

    private static Attribute readOnly(Attribute attribute) {
        return attribute.with(attribute.required(), attribute.caseExact(), "readOnly", "none");
    }

    private static MetaSchema providerConfig() {
        Attribute supported = readOnly(bool("supported", "Whether it is supported"));
        Attribute whole = text("maxOperations", "Most operations a request").ofType("integer");
        return new MetaSchema(
                PREFIX + "ServiceProviderConfig",
                "Service Provider Configuration",
                "What this server can do",
                List.of(
                        readOnly(text("documentationUri", "Documentation").ofType("reference")),
                        readOnly(complex("patch", false, "PATCH", List.of(supported))),
                        readOnly(complex(
                                "bulk",
                                false,
                                "Bulk operations",
                                List.of(
                                        supported,
                                        readOnly(whole),
                                        readOnly(text("maxPayloadSize", "Largest body in bytes")
                                                .ofType("integer"))))),
                        readOnly(complex(
                                "filter",
                                false,
                                "Filters",
                                List.of(
                                        supported,
                                        readOnly(text("maxResults", "Most resources a page")
                                                .ofType("integer"))))),
                        readOnly(complex("changePassword", false, "Changing passwords", List.of(supported))),
                        readOnly(complex("sort", false, "Sorting", List.of(supported))),
                        readOnly(complex("etag", false, "ETags", List.of(supported))),
                        readOnly(complex(
                                "pagination",
                                false,
                                "Paging",
                                List.of(
                                        readOnly(bool("cursor", "By cursor")),
                                        readOnly(bool("index", "By index")),
                                        readOnly(text("defaultPaginationMethod", "'index' or 'cursor'")),
                                        readOnly(text("defaultPageSize", "Resources a page if none are asked for")
                                                .ofType("integer")),
                                        readOnly(text("maxPageSize", "Most resources a page")
                                                .ofType("integer"))))),
                        readOnly(complex(
                                "authenticationSchemes",
                                true,
                                "Ways to authenticate",
                                List.of(
                                        readOnly(text("type", "Kind")),
                                        readOnly(text("name", "Name")),
                                        readOnly(text("description", "Description")),
                                        readOnly(
                                                text("specUri", "Specification").ofType("reference")),
                                        readOnly(bool("primary", "Whether it is preferred")))))));
    }

    private static MetaSchema resourceType() {
        return new MetaSchema(
                PREFIX + "ResourceType",
                "ResourceType",
                "A type of resources",
                List.of(
                        readOnly(text("id", "Id")),
                        readOnly(text("name", "Name")),
                        readOnly(text("description", "Description")),
                        readOnly(text("endpoint", "Path under the base URL").ofType("reference")),
                        readOnly(text("schema", "Main schema").ofType("reference")),
                        readOnly(complex(
                                "schemaExtensions",
                                true,
                                "Extensions",
                                List.of(
                                        readOnly(text("schema", "URN").ofType("reference")),
                                        readOnly(bool("required", "Whether it has to be there")))))));
    }

    private static MetaSchema schema() {
        List<Attribute> characteristics = List.of(
                readOnly(text("name", "Name")),
                readOnly(text("type", "Data type")),
                readOnly(bool("multiValued", "Whether it is a list")),
                readOnly(text("description", "Description")),
                readOnly(bool("required", "Whether it has to be there")),
                readOnly(list("canonicalValues", "Values that are suggested")),
                readOnly(bool("caseExact", "Whether it compares with case")),
                readOnly(text("mutability", "Whether it can be written")),
                readOnly(text("returned", "When it is returned")),
                readOnly(text("uniqueness", "Where it is unique")),
                readOnly(list("referenceTypes", "What an address may point to")));
        List<Attribute> all = new ArrayList<>(characteristics);
        all.add(readOnly(complex("subAttributes", true, "Parts of a complex attribute", characteristics)));
        return new MetaSchema(
                PREFIX + "Schema",
                "Schema",
                "A schema",
                List.of(
                        readOnly(text("id", "URN")),
                        readOnly(text("name", "Name")),
                        readOnly(text("description", "Description")),
                        readOnly(complex("attributes", true, "Attributes", all))));
    }

    private static Attribute list(String name, String description) {
        Attribute one = text(name, description);
        return new Attribute(
                one.name(),
                one.type(),
                true,
                false,
                false,
                one.mutability(),
                one.uniqueness(),
                description,
                List.of(),
                Map.of());
    }
}
