package dev.rollcall.source.scim;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An attribute of a schema with its characteristics (RFC 7643 section 7).
 *
 * @param type the RFC's name of the data type
 * @param mutability {@code readWrite}, {@code readOnly}, {@code writeOnly}, {@code immutable}
 * @param canonicalValues suggested values; for custom fields the options
 * @param subAttributes of a complex attribute, by lower-case name
 */
record Attribute(
        String name,
        String type,
        boolean multiValued,
        boolean required,
        boolean caseExact,
        String mutability,
        String uniqueness,
        String description,
        List<String> canonicalValues,
        Map<String, Attribute> subAttributes) {

    static Attribute text(String name, String description) {
        return new Attribute(
                name, "string", false, false, false, "readWrite", "none", description, List.of(), Map.of());
    }

    static Attribute bool(String name, String description) {
        return new Attribute(
                name, "boolean", false, false, false, "readWrite", "none", description, List.of(), Map.of());
    }

    static Attribute complex(String name, boolean multiValued, String description, List<Attribute> subAttributes) {
        return new Attribute(
                name,
                "complex",
                multiValued,
                false,
                false,
                "readWrite",
                "none",
                description,
                List.of(),
                byName(subAttributes));
    }

    Attribute ofType(String other) {
        return new Attribute(
                name,
                other,
                multiValued,
                required,
                caseExact,
                mutability,
                uniqueness,
                description,
                canonicalValues,
                subAttributes);
    }

    /** The same with several values. */
    Attribute asList() {
        return new Attribute(
                name,
                type,
                true,
                required,
                caseExact,
                mutability,
                uniqueness,
                description,
                canonicalValues,
                subAttributes);
    }

    Attribute with(boolean nowRequired, boolean nowCaseExact, String nowMutability, String nowUniqueness) {
        return new Attribute(
                name,
                type,
                multiValued,
                nowRequired,
                nowCaseExact,
                nowMutability,
                nowUniqueness,
                description,
                canonicalValues,
                subAttributes);
    }

    Attribute suggesting(List<String> values) {
        return new Attribute(
                name,
                type,
                multiValued,
                required,
                caseExact,
                mutability,
                uniqueness,
                description,
                values,
                subAttributes);
    }

    boolean isComplex() {
        return type.equals("complex");
    }

    boolean isBoolean() {
        return type.equals("boolean");
    }

    @Nullable
    Attribute sub(String anyCase) {
        return subAttributes.get(anyCase.toLowerCase(Locale.ROOT));
    }

    static Map<String, Attribute> byName(List<Attribute> attributes) {
        Map<String, Attribute> byName = new LinkedHashMap<>();
        attributes.forEach(attribute -> byName.put(attribute.name().toLowerCase(Locale.ROOT), attribute));
        return byName;
    }
}
