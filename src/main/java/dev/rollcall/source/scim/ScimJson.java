package dev.rollcall.source.scim;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rollcall.source.DocumentJson;
import dev.rollcall.source.StorableText;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads request bodies within limits: depth 50, texts of 64 KiB, no name twice in an object, UTF-8. */
final class ScimJson {
    private static final ObjectMapper JSON = DocumentJson.exact(JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(50)
                            .maxStringLength(65_536)
                            .maxNumberLength(100)
                            .maxNameLength(256)
                            .maxDocumentLength(1 << 20)
                            .build())
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .build()))
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private ScimJson() {}

    /** The body as a JSON object; {@code 400 invalidSyntax} with the place where it is wrong otherwise. */
    static ObjectNode read(byte[] body) {
        if (body.length == 0) {
            throw ScimException.invalidSyntax("the body is empty. Send a JSON object");
        }
        String text = text(body);
        if (parse(text) instanceof ObjectNode object) {
            if (text.contains("\\u")) {
                checkTexts("body", object);
            }
            checkNames(object);
            return object;
        }
        throw ScimException.invalidSyntax("the body is not a JSON object. Send an object in braces");
    }

    /** Only escapes can bring such characters in. */
    private static void checkTexts(String name, JsonNode node) {
        if (node.isTextual() && !StorableText.isStorable(node.asText())) {
            throw ScimException.invalidValue("'" + ScimException.shown(name)
                    + "' holds the character U+0000 or half of a surrogate pair, which no text can have. Remove it");
        }
        if (node.isArray()) {
            node.forEach(item -> checkTexts(name, item));
        }
        node.fields().forEachRemaining(field -> {
            if (!StorableText.isStorable(field.getKey())) {
                throw ScimException.invalidSyntax(
                        "a name in the JSON holds the character U+0000 or half of a surrogate pair. Remove it");
            }
            checkTexts(field.getKey(), field.getValue());
        });
    }

    /** Names compare without case (RFC 7643 section 2.1): of two spellings nobody knows which is meant. */
    private static void checkNames(JsonNode node) {
        if (node.isObject() && node.size() > 1) {
            Set<String> names = new HashSet<>();
            node.fieldNames().forEachRemaining(name -> {
                if (!names.add(name.toLowerCase(Locale.ROOT))) {
                    throw ScimException.invalidSyntax("the JSON has the name '" + ScimException.shown(name)
                            + "' twice in one object, in two spellings. Send each attribute once");
                }
            });
        }
        node.forEach(ScimJson::checkNames);
    }

    private static String text(byte[] body) {
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(body))
                    .toString();
            return text.startsWith("\uFEFF") ? text.substring(1) : text;
        } catch (CharacterCodingException e) {
            throw ScimException.invalidSyntax("the body is not UTF-8. Encode it as UTF-8");
        }
    }

    private static @Nullable JsonNode parse(String text) {
        try {
            return JSON.readTree(text);
        } catch (StreamConstraintsException e) {
            throw ScimException.invalidSyntax(
                    "the JSON is too deep or has too long a text: at most 50 levels, and 65536 characters a text");
        } catch (JsonProcessingException e) {
            JsonLocation at = e.getLocation();
            String where = at == null ? "" : " at line " + at.getLineNr() + ", column " + at.getColumnNr();
            boolean twice = String.valueOf(e.getOriginalMessage()).startsWith("Duplicate field");
            throw ScimException.invalidSyntax(
                    twice
                            ? "the JSON has a name twice in one object" + where + ". Send each attribute once"
                            : "the body is not valid JSON" + where + ". Check quotes, commas and braces there");
        } catch (NumberFormatException e) {
            throw ScimException.invalidSyntax("the JSON has a number with too large an exponent. Send it as a text");
        } catch (IOException e) {
            throw ScimException.invalidSyntax("the body is not valid JSON");
        }
    }
}
