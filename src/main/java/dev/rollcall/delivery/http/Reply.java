package dev.rollcall.delivery.http;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * What an HTTP API answered, where it could be read: {@link HttpReplies} turned everything else into trouble.
 *
 * @param status 200 to 299, or 400 to 499 without those that mean the token or the pace
 * @param body the JSON of the answer; a missing node for an error without JSON
 * @param content what came, for a person: {@code JSON}, {@code an HTML page} …
 */
public record Reply(int status, JsonNode body, String content) {
    static final String PAGE = "an HTML page";

    /** Whether a page for people came, which is what gateways, proxies and firewalls answer. */
    boolean isPage() {
        return content.equals(PAGE);
    }

    /** What is wrong with an answer that says no in another form than the target does. */
    String notItsOwn() {
        return "it answered " + status + " with " + content
                + ", which is not how it says no: see what a proxy, gateway or firewall before it has against this";
    }

    /** Whether the server says that it did what was asked; some APIs put errors in here all the same. */
    public boolean isSuccess() {
        return status >= 200 && status < 300;
    }
}
