package dev.rollcall.delivery.http;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * What an HTTP API answered, where it could be read: {@link HttpReplies} turned everything else into trouble.
 *
 * @param status 200 to 299, or 400 to 499 without those that mean the token or the pace
 * @param body the JSON of the answer; a missing node for an error without JSON
 */
public record Reply(int status, JsonNode body) {
    /** Whether the server says that it did what was asked; some APIs put errors in here all the same. */
    public boolean isSuccess() {
        return status >= 200 && status < 300;
    }
}
