package dev.rollcall.console;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.cfg.CoercionAction;
import com.fasterxml.jackson.databind.cfg.CoercionInputShape;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.type.LogicalType;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.autoconfigure.jackson.Jackson2ObjectMapperBuilderCustomizer;
import org.springframework.http.converter.json.Jackson2ObjectMapperBuilder;
import org.springframework.stereotype.Component;

/**
 * How JSON bodies of the admin API are read. What is not understood is refused: were {@code dry_run} passed over, a run would
 * write that was to write nothing.
 */
@Component
final class ApiBodies implements Jackson2ObjectMapperBuilderCustomizer {
    private static final int LONGEST_NAME = 60;

    @Override
    public void customize(Jackson2ObjectMapperBuilder builder) {
        builder.featuresToEnable(
                DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES,
                DeserializationFeature.FAIL_ON_TRAILING_TOKENS,
                JsonParser.Feature.STRICT_DUPLICATE_DETECTION);
        builder.postConfigurer(mapper -> List.of(LogicalType.Boolean, LogicalType.DateTime)
                .forEach(type -> mapper.coercionConfigFor(type)
                        .setCoercion(CoercionInputShape.EmptyString, CoercionAction.Fail)));
    }

    /** What is wrong with a body. Values are not repeated, as secrets may be among them. */
    static String sentence(@Nullable Throwable failure) {
        if (failure instanceof UnrecognizedPropertyException unknown && unknown.getKnownPropertyIds() != null) {
            String name = unknown.getPropertyName();
            return "There is no field '" + name.substring(0, Math.min(name.length(), LONGEST_NAME))
                    + "' in this body. Its fields are "
                    + unknown.getKnownPropertyIds().stream()
                            .map(known -> "'" + known + "'")
                            .sorted()
                            .collect(Collectors.joining(", "))
                    + ".";
        }
        if (failure instanceof JsonMappingException wrong
                && !wrong.getPath().isEmpty()
                && wrong.getPath().get(0).getFieldName() != null) {
            return "The field '" + wrong.getPath().get(0).getFieldName() + "' has a value of the wrong kind.";
        }
        return "The body is missing or is not the JSON that this address takes.";
    }
}
