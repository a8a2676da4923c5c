package dev.rollcall.stub;

import java.util.Map;

/**
 * One request in a stub's ledger.
 *
 * @param number counts the requests
 * @param nanos when it came, of {@link System#nanoTime}
 * @param headers names in lower case
 * @param path without the query
 * @param query decoded, names to values
 * @param body as it came
 */
public record Call(
        long number,
        long nanos,
        String method,
        String path,
        Map<String, String> query,
        Map<String, String> headers,
        String body) {
    /** Whether it asks for a change. */
    public boolean isWrite() {
        return !method.equals("GET");
    }

    /** Whether it asks for a new member. */
    public boolean isCreate() {
        return method.equals("POST") && path.matches("/members\\.api|/api/v2/members|/api/v1/users");
    }
}
