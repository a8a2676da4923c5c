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

    /** One text, compared without case, that may be read and written. */
    static Attribute text(String name, String description) {
        return new Attribute(
                name, "string", false, false, false, "readWrite", "none", description, List.of(), Map.of());
    }

    static Attribute bool(String name, String description) {
        return text(name, description).ofType("boolean");
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
        return copy(other, multiValued, mutability, canonicalValues, subAttributes);
    }

    /** The same with several values. */
    Attribute asList() {
        return copy(type, true, mutability, canonicalValues, subAttributes);
    }

    Attribute suggesting(List<String> values) {
        return copy(type, multiValued, mutability, values, subAttributes);
    }

    /** The same, and all of its parts, for reading only. */
    Attribute readOnly() {
        Map<String, Attribute> parts = new LinkedHashMap<>(subAttributes);
        parts.replaceAll((name, part) -> part.readOnly());
        return copy(type, multiValued, "readOnly", canonicalValues, parts);
    }

    private Attribute copy(
            String nowType,
            boolean nowMultiValued,
            String nowMutability,
            List<String> nowSuggested,
            Map<String, Attribute> nowParts) {
        return new Attribute(
                name,
                nowType,
                nowMultiValued,
                required,
                caseExact,
                nowMutability,
                uniqueness,
                description,
                nowSuggested,
                nowParts);
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
