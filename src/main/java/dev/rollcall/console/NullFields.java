package dev.rollcall.console;

import com.fasterxml.jackson.databind.type.TypeFactory;
import io.swagger.v3.core.converter.AnnotatedType;
import io.swagger.v3.core.converter.ModelConverter;
import io.swagger.v3.core.converter.ModelConverterContext;
import io.swagger.v3.oas.models.media.JsonSchema;
import io.swagger.v3.oas.models.media.Schema;
import java.lang.reflect.RecordComponent;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Describes the fields of records: those marked {@code @Nullable} may be null, all others are always there. */
final class NullFields implements ModelConverter {
    @Override
    public @Nullable Schema<?> resolve(
            AnnotatedType type, ModelConverterContext context, Iterator<ModelConverter> chain) {
        Schema<?> schema = chain.hasNext() ? chain.next().resolve(type, context, chain) : null;
        Class<?> shown =
                TypeFactory.defaultInstance().constructType(type.getType()).getRawClass();
        if (schema != null && shown.isRecord() && shown.getName().startsWith("dev.rollcall.")) {
            Schema<?> described = schema.get$ref() == null
                    ? schema
                    : context.getDefinedModels()
                            .get(schema.get$ref().substring(schema.get$ref().lastIndexOf('/') + 1));
            if (described != null && described.getProperties() != null && described.getRequired() == null) {
                describe(described, shown);
            }
        }
        return schema;
    }

    @SuppressWarnings({"rawtypes", "unchecked"}) // as the library has them
    private static void describe(Schema<?> schema, Class<?> shown) {
        Map<String, Schema> fields = schema.getProperties();
        for (RecordComponent component : shown.getRecordComponents()) {
            Schema field = fields.get(component.getName());
            if (field == null) {
                continue;
            }
            if (!component.getAnnotatedType().isAnnotationPresent(Nullable.class)) {
                schema.addRequiredItem(component.getName());
            } else if (field.get$ref() != null) {
                fields.put(
                        component.getName(),
                        new JsonSchema().anyOf(List.of(field, new JsonSchema().types(Set.of("null")))));
            } else if (field.getTypes() != null) {
                field.addType("null");
            }
        }
    }
}
