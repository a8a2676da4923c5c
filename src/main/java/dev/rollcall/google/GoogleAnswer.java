package dev.rollcall.google;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.api.client.http.HttpResponseException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What Google says: {@code {error: {code, message, errors: [{reason}], status}}} of an API, {@code {error,
 * error_description}} of the token endpoint.
 *
 * @param reason in lower case
 */
record GoogleAnswer(int status, String reason, String message, boolean isToken) {
    private static final ObjectMapper JSON = new ObjectMapper();

    static GoogleAnswer of(HttpResponseException answer) {
        JsonNode body = body(answer.getContent());
        // The API's client keeps what is inside error alone.
        JsonNode error = body.has("error") ? body.path("error") : body;
        if (error.isTextual()) {
            return new GoogleAnswer(
                    answer.getStatusCode(),
                    error.asText().toLowerCase(Locale.ROOT),
                    body.path("error_description").asText(),
                    true);
        }
        String reason = error.path("errors")
                .path(0)
                .path("reason")
                .asText(error.path("status").asText());
        for (JsonNode detail : error.path("details")) {
            reason = detail.path("reason").asText(reason);
        }
        return new GoogleAnswer(
                answer.getStatusCode(),
                reason.toLowerCase(Locale.ROOT),
                error.path("message").asText(),
                false);
    }

    private static JsonNode body(@Nullable String content) {
        try {
            return JSON.readTree(content == null || content.isBlank() ? "{}" : content);
        } catch (JsonProcessingException e) {
            return JSON.createObjectNode();
        }
    }
}
