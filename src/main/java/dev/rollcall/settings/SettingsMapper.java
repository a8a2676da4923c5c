package dev.rollcall.settings;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.deser.std.StdScalarDeserializer;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.ser.std.StdScalarSerializer;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.springframework.boot.convert.DurationStyle;

/** Binds the settings tree to {@link RollcallSettings} and back: kebab-case keys, durations as {@code 2s}. */
final class SettingsMapper {
    static final ObjectMapper JSON = JsonMapper.builder()
            .propertyNamingStrategy(PropertyNamingStrategies.KEBAB_CASE)
            .serializationInclusion(JsonInclude.Include.NON_NULL)
            .disable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .addModule(new SimpleModule()
                    .addDeserializer(Duration.class, new ReadDuration())
                    .addSerializer(Duration.class, new WriteDuration()))
            .build();

    private SettingsMapper() {}

    /** The settings that a tree in shape stands for; what is absent takes its default. */
    static RollcallSettings bind(ObjectNode shaped) {
        try {
            return JSON.treeToValue(shaped, RollcallSettings.class);
        } catch (JsonProcessingException e) {
            // The message of Jackson may quote values, so only the place is told.
            throw SettingsRefused.invalid(List.of(
                    "The settings cannot be read near '" + e.getLocation() + "'. Compare them with docs/settings.md."));
        }
    }

    /** The tree of settings, with every default written out. */
    static ObjectNode tree(RollcallSettings settings) {
        return JSON.valueToTree(settings);
    }

    private static final class ReadDuration extends StdScalarDeserializer<Duration> {
        private static final long serialVersionUID = 1;

        ReadDuration() {
            super(Duration.class);
        }

        @Override
        public Duration deserialize(JsonParser parser, DeserializationContext context) throws IOException {
            return DurationStyle.detectAndParse(parser.getText());
        }
    }

    private static final class WriteDuration extends StdScalarSerializer<Duration> {
        private static final long serialVersionUID = 1;

        WriteDuration() {
            super(Duration.class);
        }

        @Override
        public void serialize(Duration value, JsonGenerator out, SerializerProvider provider) throws IOException {
            out.writeString(value.toMillisPart() == 0 ? value.toSeconds() + "s" : value.toMillis() + "ms");
        }
    }
}
