package dev.rollcall.source;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** Reads users' documents so that a number keeps every digit that was sent, also beyond what a double holds. */
public final class DocumentJson {
    private static final ObjectMapper JSON = exact(JsonMapper.builder()).build();

    private DocumentJson() {}

    /** Lets a mapper keep the digits of numbers. */
    public static JsonMapper.Builder exact(JsonMapper.Builder mapper) {
        return mapper.enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES);
    }

    /** A document as it is stored. */
    public static ObjectNode read(String json) throws JsonProcessingException {
        return (ObjectNode) JSON.readTree(json);
    }
}
