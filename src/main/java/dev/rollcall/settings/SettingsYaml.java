package dev.rollcall.settings;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.fasterxml.jackson.dataformat.yaml.util.StringQuotingChecker;
import org.yaml.snakeyaml.nodes.NodeId;
import org.yaml.snakeyaml.nodes.Tag;
import org.yaml.snakeyaml.resolver.Resolver;

/** Writes settings as YAML that Spring reads back as they are. */
final class SettingsYaml {
    private static final YAMLMapper YAML = YAMLMapper.builder(
                    YAMLFactory.builder().stringQuotingChecker(new AsItIsRead()).build())
            .disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER)
            .enable(YAMLGenerator.Feature.MINIMIZE_QUOTES)
            .enable(YAMLGenerator.Feature.ALWAYS_QUOTE_NUMBERS_AS_STRINGS)
            .build();

    private SettingsYaml() {}

    /** The tree below {@code rollcall}; secrets become placeholders, and what looks like a placeholder stays text. */
    static String of(ObjectNode settings) {
        ObjectNode root = YAML.createObjectNode();
        root.set("rollcall", Secrets.asPlaceholders((ObjectNode) escaped(settings)));
        try {
            return YAML.writeValueAsString(root);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A tree that came from settings can be written", e);
        }
    }

    private static JsonNode escaped(JsonNode node) {
        if (node.isTextual()) {
            return TextNode.valueOf(node.asText().replace("${", "\\${"));
        }
        if (node instanceof ObjectNode object) {
            ObjectNode copy = object.objectNode();
            object.properties().forEach(entry -> copy.set(entry.getKey(), escaped(entry.getValue())));
            return copy;
        }
        if (node instanceof ArrayNode list) {
            ArrayNode copy = list.arrayNode();
            list.forEach(element -> copy.add(escaped(element)));
            return copy;
        }
        return node;
    }

    /** Quotes every text that the reader would take for something else: 12:30 for a number, say, or {@code <<} for a merge. */
    private static final class AsItIsRead extends StringQuotingChecker.Default {
        private static final long serialVersionUID = 1;

        private final transient Resolver reader = new Resolver();

        @Override
        public boolean needToQuoteValue(String value) {
            return super.needToQuoteValue(value) || !Tag.STR.equals(reader.resolve(NodeId.scalar, value, true));
        }

        @Override
        public boolean needToQuoteName(String name) {
            return super.needToQuoteName(name) || !Tag.STR.equals(reader.resolve(NodeId.scalar, name, true));
        }
    }
}
