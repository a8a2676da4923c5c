package dev.rollcall.stories;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpHeaders;

/** What a server answered; {@code body} is a missing node where there was none. */
record Answer(int status, HttpHeaders headers, JsonNode body) {
    String id() {
        return body.path("id").asText();
    }

    String detail() {
        return body.path("detail").asText();
    }

    String scimType() {
        return body.path("scimType").asText();
    }

    String etag() {
        return headers.firstValue("ETag").orElse("");
    }

    @Override
    public String toString() {
        return status + " " + body;
    }
}
